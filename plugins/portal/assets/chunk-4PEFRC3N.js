import{a as bt}from"./chunk-PH3ZNEEE.js";import{a as ut,b as ct,c as B,d as ht,e as Et,g as Rt,h as Tt,i as Ct,j as H,k as Lt,l as _,m as Mt}from"./chunk-I2RDMVJR.js";import{a as lt,b as O,c as z,f as dt,g as pt,k as mt}from"./chunk-FKWFC5VS.js";import{a as N,b as vt,c as gt,d as ft,e as kt}from"./chunk-JEMIDIIR.js";import{f as K,g as yt}from"./chunk-KQACP2T5.js";import{a as wt,c as $t,d as xt,e as r}from"./chunk-C2JZFSCC.js";import"./chunk-DUXD6TNO.js";import"./chunk-WY7O7UJ2.js";import{a as st}from"./chunk-F7OIVDJR.js";import"./chunk-IPJGYF25.js";import{b as ot}from"./chunk-23DGX7HB.js";import"./chunk-J225MXDX.js";import{a as at}from"./chunk-I3KC4HGQ.js";import"./chunk-VVGEFEOM.js";import{b as nt}from"./chunk-4ZSGPMHC.js";import{a as F,b as rt}from"./chunk-GAK5OM7N.js";import{h as Z,k as tt,o as q,p as D,q as it}from"./chunk-4UW7CTST.js";import{A as St,a as l,b as V,c as Q,d as W,h as f,i as o,k as p,l as b,m as y,n as v,o as h,p as U,q as X,t as Y,u as w,v as et,x as T}from"./chunk-PAJSDP5F.js";var J=class extends EventTarget{constructor(t){super();this.tap=t;this.catalogue=new N;this.capability=null;this.examples=[];this.isLoading=!0;this.error=null;this.#t=new Map}#t;async load(){this.isLoading=!0,this.error=null;let t=F(this.tap,"min").then(a=>{this.catalogue.setSchemas(a.schemas),this.catalogue.setEnumerations(a.enumerations)},a=>this.error=a),e=bt(this.tap).then(a=>{this.capability=a,this.catalogue.setFunctions(a.functions)}),i=st(this.tap).then(a=>this.examples=a);await Promise.allSettled([t,e,i]),this.isLoading=!1,this.#s()}async wantFor(t){await this.want(ft(gt(t),this.catalogue))}async want(t){await Promise.all(t.map(e=>this.#i(e,()=>this.#e(e))))}async wantAll(){await this.#i("",async()=>{let t=await F(this.tap,"max");for(let e of t.schemas.flatMap(i=>i.tables))e.columns!==null&&this.catalogue.setTable(e);this.catalogue.setEnumerations(t.enumerations)})}async#e(t){let e=await rt(this.tap,t);this.catalogue.setTable(e.table),this.catalogue.setEnumerations(e.enumerations)}#i(t,e){let i=this.#t.get(t);if(i!==void 0)return i;let a=e().then(()=>this.#s(),()=>{this.#t.delete(t)});return this.#t.set(t,a),a}#s(){this.dispatchEvent(new Event("change"))}};var Pt=4,S,C=class extends b{constructor(){super(...arguments);this.jobs=[];Q(this,S)}connectedCallback(){super.connectedCallback(),W(this,S,setInterval(()=>{this.jobs.some(t=>t.phase==="EXECUTING")&&this.requestUpdate()},1e3))}disconnectedCallback(){super.disconnectedCallback(),clearInterval(V(this,S))}render(){return o`<nav aria-label=${r.jobs}>
      <span class="muted">${r.jobs}</span>
      ${this.jobs.slice(0,Pt).map(t=>this.job(t))}
      <a class="all" href=${T("jobs")}>${r.allJobs}</a>
    </nav>`}job(t){let e=!lt(t.phase)&&t.phase!=="PENDING",i=B(t)?mt(t,"rows"):null,a=e&&B(t)?ht(t):null;return o`<span class="job" data-phase=${t.phase}>
      <span class=${t.phase}>${r.phases[t.phase]}</span>
      <a href=${T("job",{id:t.id})}>${t.runId??t.id.slice(0,8)}</a>
      ${i===null?p:o`<span class="mono">${r.rowsExact(Number(i))}</span>`}
      ${a===null?p:o`<span class="mono">${$t(a)}</span>`}
      ${e?o`<button class="plain" @click=${()=>this.abort(t)}>${r.stop}</button>`:p}
    </span>`}abort(t){this.dispatchEvent(new CustomEvent("armilla-abort",{detail:t.url,bubbles:!0,composed:!0}))}};S=new WeakMap,C.styles=[w,f`
      nav { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; padding: 4px 10px; border: 1px solid var(--rule); border-radius: var(--radius); background: var(--panel); font-size: 14px; }
      .job { display: inline-flex; gap: 6px; align-items: center; min-height: 28px; }
      .COMPLETED { color: var(--good); }
      .ERROR { color: var(--error); }
      .ABORTED { color: var(--warning); }
      a { min-height: 24px; display: inline-flex; align-items: center; }
      a.all { margin-left: auto; }
    `],l([v({attribute:!1})],C.prototype,"jobs",2),C=l([y("armilla-jobs")],C);var jt=200;function G(n,s,t){let e=t.toLowerCase(),i=d=>e!==""||s.has(d),a=n.schemas.flatMap(d=>{let $=`schema:${d.name}`,k=x({id:$,level:1,label:d.name,description:d.description,unfolded:e!==""||!s.has($)}),M=d.tables.flatMap(E=>It(E,d.name,i(`table:${E.name}`),e));return e!==""?M.length>0?[k,...M]:[]:k.unfolded?[k,...M]:[k]}),m=n.functions.filter(({form:d,description:$})=>A(e,d,$)).map(({form:d,name:$,description:k})=>x({id:`function:${d}`,level:2,label:d,insert:`${$}(`,description:k})),u=n.enumerations.flatMap(({name:d})=>Dt(n,d,i(`enumeration:${d}`),e));return[...a,...At("functions",r.functions,m,i),...At("enumerations",r.enumerations,u,i)]}function It(n,s,t,e){let i=A(e,n.name,n.description),a=(n.columns??[]).filter(E=>e===""||A(e,E.name,E.description,E.ucd));if(e!==""&&!i&&a.length===0)return[];let m=e===""?t:a.length>0,u=x({id:`table:${n.name}`,level:2,label:n.name.startsWith(`${s}.`)?n.name.slice(s.length+1):n.name,detail:n.rows===null?"":r.rows(n.rows),description:n.description,insert:n.name,unfolded:m,wanted:n.columns===null?n.name:null});if(!m)return[u];let d=a.slice(0,jt).map(E=>Ut(n,E)),$=a.length-d.length,k=$>0?[x({id:`more:${n.name}`,level:3,label:r.moreColumns($)})]:[],M=n.columns?.length===0?[x({id:`none:${n.name}`,level:3,label:r.noColumns})]:[];return[u,...d,...k,...M]}function Ut(n,s){let t=vt(s)?`[${s.arraysize}] `:"",e=[s.description,s.ucd].filter(Boolean).join(" · ");return x({id:`column:${n.name}.${s.name}`,level:3,label:s.name,detail:t+(s.unit??""),description:e,insert:s.name})}function Dt(n,s,t,e){let i=t?Ft(n,s,e):[];return i.length===0&&!A(e,s)?[]:[x({id:`enumeration:${s}`,level:2,label:s,unfolded:t}),...i]}function Ft(n,s,t){return n.elements(s).filter(({name:i,description:a})=>A(t,i,a)).map(i=>x({id:`element:${s}.${i.name}`,level:3,label:i.name,detail:i.wavelengthNm===null?"":r.nm(i.wavelengthNm),description:i.description,insert:`${s}::${i.name}`,element:i}))}function At(n,s,t,e){if(t.length===0)return[];let i=x({id:n,level:1,label:s,detail:wt(t.length),unfolded:e(n)});return i.unfolded?[i,...t]:[i]}function x(n){return{detail:"",description:null,element:null,insert:null,unfolded:null,wanted:null,...n}}function A(n,...s){return n===""||s.some(t=>t?.toLowerCase().includes(n))}var g=class extends b{constructor(){super(...arguments);this.catalogue=new N;this.version=0;this.error=null;this.loading=!1;this.toggled=new Set;this.sought="";this.current=""}render(){let t=G(this.catalogue,this.toggled,this.sought),e=t.some(i=>i.id===this.current)?this.current:t[0]?.id;return o`
      <input type="search" .value=${this.sought} placeholder=${r.searchTables} aria-label=${r.searchTables} @input=${this.search} />
      ${this.error===null?p:q(this.error,()=>this.tell("armilla-retry",null))}
      ${this.loading&&t.length===0?it(8):p}
      ${this.sought!==""&&t.length===0?o`<p class="muted" role="status">${r.noMatch(this.sought)}</p>`:p}
      <ul role="tree" aria-label=${r.tables} ?hidden=${t.length===0} @keydown=${this.key}>
        ${t.map(i=>this.row(i,i.id===e))}
      </ul>
    `}row(t,e){let i=t.unfolded===null?p:o`<span class="sign" aria-hidden="true">${t.unfolded?"−":"+"}</span>`;return o`<li
      role="treeitem"
      class="level${t.level} ${t.insert===null&&t.unfolded===null?"more":""}"
      aria-level=${t.level}
      aria-expanded=${t.unfolded===null?p:t.unfolded}
      tabindex=${e?0:-1}
      title=${t.description??p}
      data-id=${t.id}
      @click=${()=>this.pick(t)}
      @focus=${()=>this.current=t.id}
    >
      ${i}${t.element===null?p:o`<span class="chip" .style=${`background-color: ${at(t.element,ot())}`}></span>`}
      <span class="name">${t.label}</span>
      <span class="detail">${t.detail}</span>
      ${t.unfolded===null||t.insert===null?p:o`<button class="plain" tabindex="-1" aria-label=${r.insertName(t.label)} title=${r.insertName(t.label)} @click=${a=>this.insert(t,a)}>→</button>`}
    </li>`}pick(t){this.current=t.id,t.unfolded===null?this.insert(t):this.fold(t,!t.unfolded)}insert(t,e){e?.stopPropagation(),t.insert!==null&&this.tell("armilla-insert",t.insert)}fold(t,e){let i=new Set(this.toggled);i.delete(t.id)||i.add(t.id),this.toggled=i,e&&t.wanted!==null&&this.tell("armilla-wanted",[t.wanted])}search(t){this.sought=t.target.value.trim(),this.sought!==""&&this.tell("armilla-wanted-all",null)}key(t){let e=[...this.renderRoot.querySelectorAll("li")],i=e.findIndex(d=>d.dataset.id===this.current),a=G(this.catalogue,this.toggled,this.sought).find(d=>d.id===e[i]?.dataset.id),u={ArrowDown:i+1,ArrowUp:i-1,Home:0,End:e.length-1}[t.key];if(u!==void 0)e[Math.max(0,Math.min(u,e.length-1))]?.focus();else if(t.key==="ArrowRight"&&a?.unfolded===!1)this.fold(a,!0);else if(t.key==="ArrowLeft"&&a?.unfolded)this.fold(a,!1);else if(t.key==="ArrowLeft"&&a)e.slice(0,i).findLast(d=>Number(d.ariaLevel)<a.level)?.focus();else if(t.key==="Enter"&&a)this.insert(a);else return;t.preventDefault()}tell(t,e){this.dispatchEvent(new CustomEvent(t,{detail:e,bubbles:!0,composed:!0}))}};g.styles=[w,f`
      :host { display: flex; flex-direction: column; min-height: 0; }
      input { width: 100%; margin-bottom: var(--space-2); }
      ul { list-style: none; margin: 0; padding: 0; overflow: auto; flex: 1; min-height: 120px; }
      li { display: flex; gap: 6px; align-items: center; min-height: 24px; padding-right: 2px; cursor: pointer; border-radius: var(--radius); font-size: 13px; }
      li:hover { background: var(--chosen); }
      li:focus-visible { outline-offset: -2px; }
      li.level2 { padding-left: 16px; }
      li.level3 { padding-left: 32px; }
      li.more { color: var(--muted); cursor: default; }
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .level1 .name { font-weight: 600; }
      .level3 .name { font-family: var(--mono); }
      .detail { color: var(--muted); margin-left: auto; white-space: nowrap; padding-left: 8px; font-size: 12px; }
      .sign { width: 12px; flex: none; color: var(--muted); }
      .chip { width: 10px; height: 10px; border-radius: 2px; flex: none; }
      li button { min-height: 24px; min-width: 24px; padding: 0; line-height: 1; }
    `],l([v({attribute:!1})],g.prototype,"catalogue",2),l([v({type:Number})],g.prototype,"version",2),l([v({attribute:!1})],g.prototype,"error",2),l([v({type:Boolean})],g.prototype,"loading",2),l([h()],g.prototype,"toggled",2),l([h()],g.prototype,"sought",2),l([h()],g.prototype,"current",2),g=l([y("armilla-tables")],g);var R=class extends b{constructor(){super(...arguments);this.tabs=[];this.active="";this.renaming=""}render(){return o`<div class="bar">
      ${this.tabs.map(t=>this.tab(t.id,t.title))}
      <button class="plain add" aria-label=${r.newTab} title=${r.newTab} @click=${()=>this.tell("armilla-add",null)}>+</button>
    </div>`}updated(){this.renaming!==""&&this.renderRoot.querySelector("input")?.focus()}tab(t,e){let i=t===this.active,a=this.renaming===t?o`<input aria-label=${r.renameTab} maxlength="64" .value=${e} @blur=${u=>this.rename(t,u)} @keydown=${this.renameKey} />`:o`<button
            aria-pressed=${i}
            title=${e}
            @click=${()=>i?this.renaming=t:this.tell("armilla-select",t)}
            @keydown=${u=>u.key==="F2"&&(this.renaming=t)}
          >${e}</button>`,m=o`<button class="close" aria-label=${r.closeTab(e)} title=${r.closeTab(e)} @click=${()=>this.tell("armilla-close",t)}>×</button>`;return o`<div class="tab ${i?"active":""}">${a}${m}</div>`}rename(t,e){if(this.renaming!==t)return;this.renaming="";let i=e.target.value.trim();i!==""&&this.tell("armilla-rename",{id:t,title:i})}renameKey(t){t.key==="Escape"&&(this.renaming=""),t.key==="Enter"&&t.target.blur()}tell(t,e){this.dispatchEvent(new CustomEvent(t,{detail:e,bubbles:!0,composed:!0}))}};R.styles=[w,f`
      .bar { display: flex; flex-wrap: wrap; gap: 2px; align-items: end; }
      .tab { display: flex; align-items: center; border: 1px solid var(--rule); border-bottom: 0; border-radius: var(--radius) var(--radius) 0 0; background: var(--panel); }
      .tab.active { background: var(--page); border-color: var(--line); }
      .tab button { border: 0; background: none; max-width: 220px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .tab.active button[aria-pressed] { font-weight: 600; }
      .tab button.close { padding: 0; min-width: 24px; color: var(--muted); }
      input { width: 160px; min-height: 26px; }
      .add { min-width: 28px; padding: 0; }
    `],l([v({attribute:!1})],R.prototype,"tabs",2),l([v()],R.prototype,"active",2),l([h()],R.prototype,"renaming",2),R=l([y("armilla-tabs")],R);var L=class extends b{constructor(){super(...arguments);this.verdict={state:"empty"}}render(){let{verdict:t}=this;switch(t.state){case"empty":return o`<div role="status" class="muted">${r.emptyQuery}</div>`;case"checking":return o`<div role="status" class="muted">${r.checking}</div>`;case"right":return o`<div role="status">
          <span class="right">✔ ${r.columns(t.columns)}</span>${t.warnings.map(e=>o`<span class="warning">⚠ ${e}</span>`)}
        </div>`;case"wrong":return this.wrong(t.mark);case"failed":return o`<div role="status"><span class="warning">⚠ ${r.checkFailed}</span><span class="muted">${t.message}</span></div>`}}wrong(t){let[e]=t.fixes,i=()=>this.dispatchEvent(new CustomEvent("armilla-repair",{bubbles:!0,composed:!0}));return o`<div role="status" class="wrong">
      <span>✖ ${t.message}</span>${t.hint===null?p:o`<span class="hint">${t.hint}</span>`}
      ${e===void 0?p:o`<button @click=${i}>${kt(e)}<kbd>${r.repairKey}</kbd></button>`}
    </div>`}};L.styles=[w,f`
      div { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; min-height: 34px; padding: 2px 10px; font-size: 14px; }
      .right { color: var(--good); }
      .wrong { color: var(--error); background: var(--error-ground); }
      .warning { color: var(--warning); }
      .hint { color: var(--text); }
      kbd { font: 12px var(--mono); border: 1px solid currentColor; border-radius: 3px; padding: 0 4px; margin-left: 6px; }
    `],l([v({attribute:!1})],L.prototype,"verdict",2),L=l([y("armilla-verdict")],L);var Ot=400,P=class{constructor(s,t){this.tap=s;this.tell=t}#t;#e;#i=null;changed(s){if(this.stop(),s.trim()==="")return this.tell({state:"empty"},[]);this.#t=setTimeout(()=>{this.check(s)},Ot)}async check(s){if(this.#i?.text===s)return this.#i.verdict;this.stop();let t=new AbortController;this.#e=t;let{verdict:e,marks:i}=await this.#s(s,t.signal);return t.signal.aborted||(this.#i=e.state==="failed"?null:{text:s,verdict:e},this.tell(e,i)),e}refused(s,t){this.stop();let e=K(s,t);this.tell({state:"wrong",mark:e},[e])}stop(){clearTimeout(this.#t),this.#e?.abort(),this.#i=null}async#s(s,t){try{let{fields:e,warnings:i,error:a}=await nt(this.tap,s,t);if(a!==void 0){let m=K(s,a);return{verdict:{state:"wrong",mark:m},marks:[m]}}return{verdict:{state:"right",columns:e.length,warnings:i.map(m=>m.message)},marks:yt(s,i)}}catch(e){return{verdict:{state:"failed",message:e instanceof Error?e.message:String(e)},marks:[]}}}};var zt=32;function Nt(n,s,t,e){let i=(a,m,u)=>{a.target.closest("details")?.removeAttribute("open"),t(m,u)};return o`<div class="menus">
    <details class="menu" @keydown=${qt}>
      <summary>${r.examples}</summary>
      <div class="list">
        ${n.length===0?D(r.noExamples):n.map(({name:a,query:m})=>o`<button class="plain" @click=${u=>i(u,m,a.slice(0,zt))}>${a}</button>`)}
      </div>
    </details>
    <details class="menu" @keydown=${qt}>
      <summary>${r.history}</summary>
      <div class="list">
        ${s.length===0?D(r.noHistory):s.map(a=>o`<button class="plain mono" title=${a} @click=${m=>i(m,a)}>${a.replace(/\s+/g," ").slice(0,90)}</button>`)}
        <p class="muted">${r.forgetHelp}</p>
        <button @click=${e}>${r.forget}</button>
      </div>
    </details>
  </div>`}function qt(n){if(n.key!=="Escape")return;let s=n.currentTarget;s.open=!1,s.querySelector("summary")?.focus()}function Ht(n,s){let t=n.quote===null&&n.info.length===0;return o`<section class="panel" aria-label=${r.planTitle}>
    <div class="row"><h2>${r.planTitle}</h2><button class="plain" @click=${s}>${r.close}</button></div>
    ${t?o`<p>${r.planNothing}</p>`:""}
    ${n.quote===null?"":o`<p>${r.quote(xt(n.quote))}</p>`}
    <dl>${n.info.filter(({name:e})=>e!=="plan").map(({name:e,value:i})=>o`<dt>${r.fields[e]??e}</dt><dd class="mono">${Bt(i)}</dd>`)}</dl>
    ${n.info.filter(({name:e})=>e==="plan").map(({value:e})=>o`<pre tabindex="0" aria-label=${r.fields.plan??""}>${e}</pre>`)}
  </section>`}function Bt(n){return/^\d+(\.\d+)?$/.test(n)?et(Number(n)):n}var I=class{constructor(s){this.history=s;this.tabs=s.tabs,this.tabs.length===0&&(this.tabs=[j([])]),this.active=this.tabs.find(t=>t.id===s.activeTab)?.id??this.#t().id}get tab(){return this.tabs.find(s=>s.id===this.active)??this.#t()}change(s){this.tabs=this.tabs.map(t=>t.id===this.active?{...t,...s}:t),this.#e()}open(s,t){let e=this.tabs.find(i=>i.text===s);if(e!==void 0)return this.select(e.id);this.tab.text.trim()!==""&&this.add(),this.change({text:s,cursor:s.length,undo:void 0,...t===void 0?{}:{title:t}})}add(){let s=j(this.tabs);this.tabs=[...this.tabs,s],this.select(s.id)}select(s){this.active=s,this.#e()}close(s){let t=this.tabs.findIndex(i=>i.id===s),e=this.tabs[t];e!==void 0&&(e.text.trim()!==""&&this.history.addText(e.text),this.tabs=this.tabs.filter(i=>i.id!==s),this.tabs.length===0&&(this.tabs=[j([])]),this.active===s&&(this.active=(this.tabs[t]??this.tabs[t-1]??this.#t()).id),this.#e())}forget(){this.history.forget(),this.tabs=[j([])],this.active=this.#t().id}#t(){return this.tabs[0]}#e(){this.history.setTabs(this.tabs,this.active)}};function j(n){let s=new Set(n.map(e=>e.title)),t=r.untitled;for(let e=2;s.has(t);e+=1)t=`${r.untitled} ${e}`;return{id:crypto.randomUUID(),title:t,text:"",cursor:0,format:"",maxrec:"",job:null}}var Jt=f`
  .page { display: grid; grid-template-columns: minmax(200px, 280px) minmax(0, 1fr); gap: var(--space-4); align-items: start; }
  details.tables { position: sticky; top: var(--space-2); }
  details.tables > summary { font-weight: 600; min-height: 28px; cursor: pointer; }
  armilla-tables { height: calc(100vh - 150px); min-height: 260px; }
  .work { display: flex; flex-direction: column; gap: var(--space-2); min-width: 0; }
  .head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 4px var(--space-3); margin-bottom: -8px; }
  .editor { border: 1px solid var(--line); border-radius: 0 0 var(--radius) var(--radius); background: var(--page); }
  armilla-editor { min-height: 150px; max-height: 55vh; overflow: auto; resize: vertical; }
  armilla-verdict { border-top: 1px solid var(--rule); }
  .bar { padding: 2px 0; gap: 8px 16px; }
  .bar .buttons { margin-left: auto; }
  .menus { display: flex; gap: 4px; }
  .menu { position: relative; }
  .menu > summary { min-height: 28px; padding: 2px 8px; cursor: pointer; color: var(--link); }
  .menu > .list {
    position: absolute; right: 0; z-index: 10; width: min(520px, 90vw); max-height: 60vh; overflow: auto; display: flex; flex-direction: column; align-items: stretch;
    background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--space-2);
  }
  .list button { text-align: left; min-height: 28px; }
  .list button.mono { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  armilla-jobs { position: sticky; bottom: 0; z-index: 5; }
  .results { min-height: 80px; outline-offset: 2px; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px var(--space-4); margin: 0; }
  dt { color: var(--muted); }
  dd { margin: 0; overflow-wrap: anywhere; }
  h2 { margin: 0; }
  pre { overflow: auto; margin: var(--space-2) 0 0; }
  @media (max-width: 900px) {
    .page { grid-template-columns: minmax(0, 1fr); }
    details.tables { position: static; }
    armilla-tables { height: 320px; }
    armilla-jobs { position: static; }
    .bar .buttons { margin-left: 0; }
    .menu > .list { right: auto; left: 0; }
  }
`;var Kt=2e4,c=class extends b{constructor(){super(...arguments);this.params=new URLSearchParams;this.verdict={state:"empty"};this.marks=[];this.version=0;this.answer=null;this.running=null;this.exports=null;this.plan=null;this.error=null;this.isLong=!1;this.tap=Y("tap");this.history=new ut(`armilla.query:${X().base}:`);this.session=new I(this.history);this.names=new J(this.tap??"");this.jobs=new ct(`${this.tap}/async`,this.history);this.checker=new P(this.tap??"",(t,e)=>{this.verdict=t,this.marks=e});this.learnt=()=>{this.version+=1};this.keep=()=>{this.editor!==void 0&&this.tap!==null&&this.session.change(this.editor.snapshot())};this.changed=()=>{this.keep(),this.checker.changed(this.session.tab.text),this.names.wantFor(this.session.tab.text)};this.want=t=>{this.names.want(t.detail)};this.rename=t=>{this.session.select(t.detail.id),this.session.change({title:t.detail.title}),this.requestUpdate()};this.run=async()=>{if(this.tap===null||!await this.isSound())return;let{tab:t}=this.session;if(this.history.addText(t.text),t.format!==""&&t.format!==Rt)return Lt(this.tap,t);await this.read(Ct(this.tap,t),t.text)};this.stop=()=>{this.running?.abort(),this.running=null,this.loaded()};this.loaded=()=>{clearTimeout(this.longTimer),this.isLong=!1};this.runAsJob=()=>this.attempt(async t=>{let{tab:e}=this.session;this.history.addText(e.text),this.stop(),this.jobs.add(await O(t,H(e),!0)),this.request(t,{...Tt(e),RUNID:e.title,PHASE:"RUN"}),this.toast?.say({message:r.started(e.title)})});this.askForAll=()=>{this.session.change({maxrec:String(this.names.capability?.rowsHard??"")}),this.requestUpdate(),this.runAsJob()};this.save=()=>this.attempt(async()=>{let{saved:t,isNew:e}=await this.savedJob();this.toast?.say({message:e?r.saved(t.runId??t.id):r.savedAgain(t.runId??t.id)})},!0);this.showPlan=()=>this.attempt(async()=>{let{saved:t}=await this.savedJob();this.plan=await z(t.url)});this.abort=async t=>{try{this.jobs.add(await dt(t.detail))}catch(e){this.error=e}};this.share=async()=>{this.keep();let t=T("query")+_(this.session.tab.text);try{await navigator.clipboard.writeText(new URL(t,location.href).href),this.toast?.say({message:r.shared})}catch{history.replaceState(null,"",t),this.toast?.say({message:r.shareBlocked})}};this.key=t=>{if(t.key!=="F6")return;t.preventDefault();let e=["armilla-editor",".results","armilla-jobs","armilla-tables"],i=e.findIndex(u=>this.renderRoot.querySelector(`${u}:focus-within`)!==null),a=this.renderRoot.querySelector(e[(i+(t.shiftKey?e.length-1:1))%e.length]??""),m=a?.shadowRoot?.querySelector("[tabindex='0'], a, input");a===this.editor?this.editor?.focus():(m??a)?.focus()}}connectedCallback(){super.connectedCallback(),this.tap!==null&&(this.names.addEventListener("change",this.learnt),this.jobs.addEventListener("change",this.learnt),addEventListener("pagehide",this.keep),addEventListener("keydown",this.key),this.names.load().then(()=>this.names.wantFor(this.session.tab.text)),this.jobs.start())}disconnectedCallback(){super.disconnectedCallback(),this.keep(),this.jobs.stop(),this.checker.stop(),this.stop(),removeEventListener("pagehide",this.keep),removeEventListener("keydown",this.key)}firstUpdated(){this.show()}willUpdate(t){if(!t.has("params")||this.tap===null)return;let e=Mt(location.hash,this.params);e!==null&&(this.hasUpdated&&this.keep(),this.session.open(e),history.replaceState(null,"",T("query")),this.hasUpdated&&this.show())}render(){if(this.tap===null)return o`<h1>${r.title}</h1><p>${r.noTap}</p>`;let{tab:t,tabs:e}=this.session;return o`
      <h1 class="visually-hidden">${r.title}</h1>
      <div class="page">
        <details class="tables" ?open=${innerWidth>900}>
          <summary>${r.tables}</summary>
          <armilla-tables
            .catalogue=${this.names.catalogue} .version=${this.version} .error=${this.names.error} ?loading=${this.names.isLoading}
            @armilla-insert=${i=>this.editor?.insert(i.detail)}
            @armilla-wanted=${this.want} @armilla-wanted-all=${()=>this.names.wantAll()} @armilla-retry=${()=>this.names.load()}
          ></armilla-tables>
        </details>
        <div class="work">
          <div class="head">
            <armilla-tabs
              .tabs=${e} .active=${t.id}
              @armilla-select=${i=>this.turn(()=>this.session.select(i.detail))}
              @armilla-close=${i=>this.turn(()=>this.session.close(i.detail))}
              @armilla-add=${()=>this.turn(()=>this.session.add())}
              @armilla-rename=${this.rename}
            ></armilla-tabs>
            ${Nt(this.names.examples,this.history.texts,(i,a)=>this.turn(()=>this.session.open(i,a)),()=>this.forget())}
          </div>
          <div class="editor">
            <armilla-editor
              .catalogue=${this.names.catalogue} .marks=${this.marks}
              @armilla-text=${this.changed} @armilla-wanted=${this.want}
              @armilla-run=${this.run} @armilla-run-job=${this.runAsJob} @armilla-save=${this.save}
            ></armilla-editor>
            <armilla-verdict .verdict=${this.verdict} @armilla-repair=${()=>this.editor?.repair()}></armilla-verdict>
          </div>
          ${this.bar()}
          ${this.error===null?p:q(this.error,()=>this.run())}
          ${this.plan===null?p:Ht(this.plan,()=>this.plan=null)}
          ${this.isLong?o`<p class="state warning row" role="status">${r.takesLong}<button @click=${this.runAsJob}>${r.continueAsJob}</button></p>`:p}
          <section class="results" aria-label=${r.results} tabindex="-1">
            ${this.running===null?p:o`<p class="row" role="status">${r.running}<button @click=${this.stop}>${r.stop}</button></p>`}
            ${this.answer===null?o`<p class="muted">${this.running===null?r.noResults:""}</p>`:o`<armilla-result .source=${this.answer} .exports=${this.exports} .tap=${this.tap} .name=${t.title} @armilla-loaded=${this.loaded}>
                  <button slot="more" @click=${this.askForAll}>${r.askForAll(this.names.capability?.rowsHard??null)}</button>
                </armilla-result>`}
          </section>
          <armilla-jobs .jobs=${this.jobs.jobs} @armilla-abort=${this.abort}></armilla-jobs>
        </div>
      </div>
      <armilla-toast></armilla-toast>
    `}bar(){let{capability:t}=this.names,{tab:e}=this.session;return o`<div class="bar row">
      <label>${r.format}
        <select @change=${i=>this.session.change({format:i.target.value})}>
          ${Et(t).map(({mime:i,name:a})=>o`<option value=${i} ?selected=${i===e.format}>${a}</option>`)}
        </select>
      </label>
      <label>${r.maxrec}
        <input
          inputmode="numeric" size="9" .value=${e.maxrec} placeholder=${t?.rowsDefault??""}
          title=${r.maxrecHelp(t?.rowsDefault??null,t?.rowsHard??null)}
          @change=${i=>this.session.change({maxrec:i.target.value.replace(/\D/g,"")})}
        />
      </label>
      <span class="buttons row">
        <button class="primary" title="Ctrl+Enter" @click=${this.run}>${r.run}</button>
        <button title="Ctrl+Shift+Enter" @click=${this.runAsJob}>${r.runAsJob}</button>
        <button title="Ctrl+S" @click=${this.save}>${r.save}</button>
        <button @click=${this.showPlan}>${r.plan}</button>
        <button @click=${this.share}>${r.share}</button>
      </span>
    </div>`}show(){let{tab:t}=this.session;this.editor?.load(t),this.error=null,this.plan=null,this.requestUpdate(),this.checker.changed(t.text),this.names.wantFor(t.text)}turn(t){this.keep(),t(),this.show(),this.editor?.focus()}forget(){this.session.forget(),this.show(),this.toast?.say({message:r.forgotten})}async isSound(){this.error=null,this.keep();let{text:t}=this.session.tab;if(t.trim()==="")return!1;let e=await this.checker.check(t);return e.state==="wrong"&&this.editor?.focus(),e.state!=="wrong"}async read(t,e){this.stop();let i=new AbortController;this.running=i,this.request(t.url,t.form),this.longTimer=setTimeout(()=>this.isLong=!0,Kt);try{let a=await tt(t.url,{form:t.form,signal:i.signal});if(i.signal.aborted)return;this.exports=t,this.answer=a}catch(a){if(i.signal.aborted)return;this.loaded(),a instanceof Z&&a.status===400?this.checker.refused(e,a):this.error=a}this.running=null}async savedJob(){let{tab:t}=this.session,i=(t.job===null?null:await z(t.job).catch(()=>null))?.phase!=="PENDING",a=i?await O(`${this.tap}/async`,H(t),!1):await pt(t.job??"",H(t));return this.session.change({job:a.url}),this.jobs.add(a),{saved:a,isNew:i}}async attempt(t,e=!1){let i=await this.isSound();if(!(this.session.tab.text.trim()===""||!(i||e)))try{await t(`${this.tap}/async`)}catch(a){this.error=a}}request(t,e){this.dispatchEvent(new CustomEvent("armilla-request",{bubbles:!0,composed:!0,detail:{method:"POST",url:t,form:e,adql:e.QUERY}}))}};c.styles=[w,Jt],l([v({attribute:!1})],c.prototype,"params",2),l([h()],c.prototype,"verdict",2),l([h()],c.prototype,"marks",2),l([h()],c.prototype,"version",2),l([h()],c.prototype,"answer",2),l([h()],c.prototype,"running",2),l([h()],c.prototype,"plan",2),l([h()],c.prototype,"error",2),l([h()],c.prototype,"isLong",2),l([U("armilla-editor")],c.prototype,"editor",2),l([U("armilla-toast")],c.prototype,"toast",2),c=l([y("armilla-page-query")],c);function xi(n){St(T("query")+_(n))}export{c as Page,xi as openQuery};

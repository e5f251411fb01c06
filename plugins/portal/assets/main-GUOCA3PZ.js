import{a as I,b as n}from"./chunk-5RTUACKU.js";import{a as F}from"./chunk-2ZGFZQP4.js";import"./chunk-2IPDNQBQ.js";import{b as Y}from"./chunk-EBIOQCLS.js";import{a as J}from"./chunk-SVMGADSJ.js";import{a as W,h as B}from"./chunk-VVGEFEOM.js";import{a as L,d as $}from"./chunk-G5XFG4HA.js";import{a as V,g as X}from"./chunk-XHUYLVKB.js";import"./chunk-4ZSGPMHC.js";import{a as z}from"./chunk-GAK5OM7N.js";import{k as G,m as O,o as Q}from"./chunk-4UW7CTST.js";import{A as E,a as l,h as g,i as c,k as x,l as v,m as y,n as _,o as u,p as k,q as m,t as T,u as b,w as Z,x as h,y as ee,z as K}from"./chunk-PAJSDP5F.js";var te=g`
  :host { display: flex; flex-direction: column; min-height: 100vh; }
  .skip { position: absolute; left: -9999px; }
  .skip:focus { left: var(--space-2); top: var(--space-2); z-index: 30; }
  header { display: grid; grid-template-columns: auto minmax(180px, 1fr) auto auto; gap: var(--space-2) var(--space-4); align-items: center; }
  header { padding: var(--space-2) var(--space-4); background: var(--panel); border-bottom: 1px solid var(--rule); }
  .name { font-weight: 600; font-size: 17px; color: var(--text); text-decoration: none; display: inline-flex; gap: var(--space-2); align-items: center; min-height: 24px; }
  .name img { height: 28px; }
  armilla-search { max-width: 480px; }
  nav { justify-self: start; }
  nav ul { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; gap: 0 var(--space-1); }
  nav a { display: inline-block; padding: 4px 8px; color: var(--text); text-decoration: none; border-radius: var(--radius); }
  nav a:hover { text-decoration: underline; }
  nav a[aria-current] { color: var(--link); font-weight: 600; box-shadow: inset 0 -2px var(--link); border-radius: 0; }
  .tools { display: flex; gap: var(--space-2); align-items: center; justify-content: end; }
  .tools a { display: inline-block; min-height: 24px; line-height: 24px; white-space: nowrap; }
  main { flex: 1; padding: var(--space-4); min-width: 0; outline: none; }
  footer { display: flex; gap: var(--space-2) var(--space-4); justify-content: space-between; align-items: center; flex-wrap: wrap; }
  footer { padding: var(--space-2) var(--space-4); border-top: 1px solid var(--rule); background: var(--panel); font-size: 13px; }
  footer armilla-request { flex: 1 1 360px; }
  footer .ends { display: flex; gap: var(--space-3); align-items: center; flex-wrap: wrap; }
  footer a { display: inline-block; min-height: 24px; line-height: 24px; }
  footer select { font-size: 13px; }
  @media (max-width: 1100px) {
    header { grid-template-columns: auto 1fr auto; }
    nav { grid-column: 1 / -1; grid-row: 2; }
  }
  @media (max-width: 700px) {
    header { grid-template-columns: 1fr auto; padding: var(--space-2); }
    armilla-search { grid-column: 1 / -1; grid-row: 2; max-width: none; }
    nav { grid-row: 3; }
    main { padding: var(--space-3) var(--space-2); }
    footer { padding: var(--space-2); }
  }
`;var ie={h:"home",s:"sky",i:"images",o:"cone",l:"list",q:"query",j:"jobs"},ve=1500,ae="armilla.keys";function D(){return localStorage.getItem(ae)!=="off"}function re(i){localStorage.setItem(ae,i?"on":"off")}function se(i){let r=-1/0,e=t=>{if(t.defaultPrevented)return;if(t.key==="F6"&&!t.ctrlKey&&!t.altKey&&!t.metaKey){xe(t.shiftKey?-1:1)&&t.preventDefault();return}if(t.ctrlKey||t.altKey||t.metaKey||ye(t)||!D())return;let a=t.timeStamp-r<ve;if(r=-1/0,a&&ie[t.key])E(h(ie[t.key]));else if(t.key==="g")r=t.timeStamp;else if(t.key==="/")i.search();else if(t.key==="?")i.list();else return;t.preventDefault()};return addEventListener("keydown",e),()=>removeEventListener("keydown",e)}function ye(i){let r=i.composedPath()[0];return r instanceof HTMLElement?r.isContentEditable||/^(INPUT|TEXTAREA|SELECT)$/.test(r.tagName)||r.closest("[role=grid], [role=application], [role=listbox], [role=menu]")!==null:!1}var be="header, nav, main, footer, section[aria-label], section[aria-labelledby], [role=region], [role=search]",we="a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex='-1']), [contenteditable='true']";function xe(i){let r=A(document.body,be).map(o=>({part:o,first:A(o,we)[0]})).filter(o=>o.first),e=r.filter((o,d)=>r[d+1]?.first!==o.first),t=$e(),a=e.findLastIndex(({part:o})=>t!==null&&ke(o,t)),s=e[(a+i+e.length)%e.length];return s?.first?.focus(),s!==void 0}function A(i,r){let e=[];for(let t of i.children)t instanceof HTMLElement&&!t.checkVisibility()||(t instanceof HTMLElement&&t.matches(r)&&e.push(t),t.shadowRoot&&e.push(...A(t.shadowRoot,r)),e.push(...A(t,r)));return i instanceof Element&&i.shadowRoot&&e.unshift(...A(i.shadowRoot,r)),e}function $e(){let i=document.activeElement;for(;i?.shadowRoot?.activeElement;)i=i.shadowRoot.activeElement;return i}function ke(i,r){for(let e=r;e;e=e.parentNode??(e instanceof ShadowRoot?e.host:null))if(e===i)return!0;return!1}async function ne(i,r){return await import(new URL(i.script,location.href).href),Object.assign(document.createElement(i.element),r)}var S=class extends v{constructor(){super(...arguments);this.switched=e=>re(e.target.checked)}show(){this.dialog.open||this.dialog.showModal()}render(){return c`<dialog aria-label=${n.keys}>
      <h2>${n.keys}</h2>
      <table>
        <tbody>${n.keyList.map(([e,t])=>c`<tr><td><kbd>${e}</kbd></td><td>${t}</td></tr>`)}</tbody>
      </table>
      <p><label><input type="checkbox" ?checked=${D()} @change=${this.switched} />${n.singleKeys}</label></p>
      <button class="primary" @click=${()=>this.dialog.close()}>${n.close}</button>
    </dialog>`}};S.styles=[b,g`
      dialog { color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
      dialog { max-width: min(520px, calc(100vw - 16px)); padding: var(--space-4); }
      dialog::backdrop { background: rgb(0 0 0 / 0.35); }
      h2 { margin-top: 0; }
      kbd { font-family: var(--mono); white-space: nowrap; }
      table { margin-bottom: var(--space-3); }
    `],l([k("dialog")],S.prototype,"dialog",2),S=l([y("armilla-key-list")],S);function oe(i){let r=Ee(i);return[{name:"URL",text:r},{name:"curl",text:Te(i)},Re(i,r),Se(i,r),i.adql?{name:"ADQL",text:i.adql}:null].filter(t=>t!==null)}function H(i){let r=i.adql?.replace(/\s+/g," ").trim(),e=new URL(i.url,j());return`${i.method} ${e.pathname}${decodeURIComponent(e.search.replace(/%(?![0-9a-f]{2})/gi,"%25").replace(/\+/g," "))}${r?` · ${r}`:""}`}function Ee(i){let r=new URL(i.url,j());for(let[e,t]of de(i))r.searchParams.append(e,t);return r.href}function Te(i){let r=de(i).map(([e,t])=>` \\
  --data-urlencode ${U(`${e}=${t}`)}`);return`curl -fL ${r.length>0?"":"-o result "}${U(new URL(i.url,j()).href)}${r.join("")}`}function Re(i,r){let e=le(i);if(e&&i.adql)return{name:"pyvo",text:["import pyvo",`service = pyvo.dal.TAPService(${q(e)})`,`table = service.search("""${i.adql.replace(/\\/g,"\\\\").replace(/"""/g,'\\"""')}""").to_table()`].join(`
`)};let{searchParams:t}=new URL(r),[a,s,o]=["RA","DEC","SR"].map(d=>t.get(d));if(a&&s&&o){let d=r.split("?")[0];return{name:"pyvo",text:`import pyvo
table = pyvo.dal.SCSService(${q(`${d}?`)}).search((${a}, ${s}), ${o}).to_table()`}}if(t.has("POS")&&new URL(r).pathname.endsWith("/query")){let d=r.split("?")[0];return{name:"pyvo",text:`import pyvo
table = pyvo.dal.sia2.SIA2Query(${q(d)}${Le(t)}).execute().to_table()`}}return null}function Le(i){let r=[...i].filter(([t])=>t!=="RESPONSEFORMAT");return`, **{${[...new Set(r.map(([t])=>t))].map(t=>`${q(t)}: [${i.getAll(t).map(q).join(", ")}]`).join(", ")}}`}function Se(i,r){let e=le(i);return e&&i.adql?{name:"STILTS",text:`stilts tapquery tapurl=${U(e)} \\
  adql=${U(i.adql)} \\
  out=result.fits`}:!/\.(png|jpe?g|fits)$|FORMAT=image/i.test(r)?{name:"STILTS",text:`stilts tcopy in=${U(r)} ifmt=votable out=result.fits`}:null}function le(i){let r=/^(.*)\/(?:sync|async)(?:[/?].*)?$/.exec(new URL(i.url,j()).href);return r?r[1]:null}function de(i){let r=i.form??(i.adql&&!new URL(i.url,j()).searchParams.has("QUERY")?{LANG:"ADQL",QUERY:i.adql}:{});return Object.entries(r).flatMap(([e,t])=>(Array.isArray(t)?t:[t]).flatMap(a=>a===void 0?[]:[[e,a]]))}function U(i){return`'${i.replace(/'/g,"'\\''")}'`}function q(i){return JSON.stringify(i)}function j(){return typeof location>"u"?"http://localhost/":location.href}var R=class extends v{constructor(){super(...arguments);this.told=null;this.said=""}render(){return this.told?c`<div class="row">
      <div><span class="visually-hidden">${n.request}: </span><code class="line" title=${H(this.told)}>${H(this.told)}</code></div>
      <div class="copies" role="group" aria-label=${n.copyAs}>
        ${oe(this.told).map(e=>c`<button class="plain" @click=${()=>this.copy(e)}>${e.name}</button>`)}
      </div>
      <span role="status" class="muted">${this.said}</span>
    </div>`:x}async copy(e){try{await navigator.clipboard.writeText(e.text),this.said=n.copied(e.name)}catch{this.said=n.notCopied}}};R.styles=[b,g`
      :host { min-width: 0; }
      .line { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 100%; color: var(--muted); }
      .row { flex-wrap: nowrap; min-width: 0; }
      .row > div { min-width: 0; flex: 0 1 auto; }
      .row > .copies { flex: none; display: flex; gap: 2px; }
      @media (max-width: 700px) { .row { flex-wrap: wrap; } }
    `],l([_({attribute:!1})],R.prototype,"told",2),l([u()],R.prototype,"said",2),R=l([y("armilla-request")],R);var ce=30/3600;function pe(i,{tables:r,hasResolver:e}){let t=i.trim();if(t==="")return{kind:"nothing",said:n.searchHelp};if(/^(select|with)\b/i.test(t))return{kind:"query",said:n.isQuery,page:{name:"query",params:{},fragment:`q=${encodeURIComponent(i)}`}};let a=r.find(o=>o.toLowerCase()===t.toLowerCase());if(a)return{kind:"table",said:n.isTable(a),page:{name:"query",params:{table:a}}};if(/^\d+-\d+$/.test(t))return{kind:"object",said:n.isObject(t),page:{name:"object",params:{id:t}}};let s=W(t);if(s.ok&&s.position){let{position:o,radius:d}=s,p={ra:String(o.ra),dec:String(o.dec),sr:String(d??ce)};return{kind:"position",said:d===void 0?n.around(B(ce),s.said):s.said,page:{name:"cone",params:p}}}return s.alternatives?.length?{kind:"ambiguous",said:s.said,alternatives:s.alternatives}:/^\d{6,}$/.test(t)?{kind:"object",said:n.isObject(t),page:{name:"object",params:{id:t}}}:/^[+\-\d.\s:,;]+$/.test(t)?{kind:"unknown",said:s.said}:e?{kind:"name",said:n.isName(t)}:{kind:"unknown",said:n.noNames}}var w=class extends v{constructor(){super(...arguments);this.text="";this.isOpen=!1;this.names=[];this.failure="";this.asked=!1;this.typed=()=>{this.text=this.input.value,this.failure="",this.isOpen=!0};this.opened=()=>{this.isOpen=!0;let e=T("tap");this.asked||!e||(this.asked=!0,z(e,"min").then(t=>this.names=t.schemas.flatMap(a=>a.tables.map(s=>s.name)),()=>this.asked=!1))};this.left=e=>{let t=e.relatedTarget;(!(t instanceof Node)||!this.renderRoot.contains(t))&&(this.isOpen=!1)};this.pressed=e=>{e.key!=="Escape"||!this.isOpen||(this.isOpen=!1,e.preventDefault())};this.submit=async e=>{e.preventDefault();let t=this.meaning();try{let a=t.kind==="name"?await this.resolved():t.kind==="object"?await Pe(t.page):t.page;if(!a){this.isOpen=!0;return}this.isOpen=!1,this.input.blur(),E(`${h(a.name,a.params)}${a.fragment?`#${a.fragment}`:""}`)}catch(a){this.failure=a instanceof Error?a.message:String(a),this.isOpen=!0}}}focus(){this.input.focus(),this.input.select()}render(){let e=this.meaning();return c`<form role="search" @submit=${this.submit} @focusin=${this.opened} @focusout=${this.left} @keydown=${this.pressed}>
      <input type="search" name="q" autocomplete="off" spellcheck="false" maxlength="100000" aria-label=${n.searchLabel}
        aria-describedby="said" placeholder=${n.searchPlaceholder} .value=${this.text} @input=${this.typed} />
      <button type="submit">${n.searchGo}</button>
      <div id="said" class="said" role="status" ?hidden=${!this.isOpen}>
        <p>${this.failure||e.said}</p>
        ${e.alternatives?c`<ul aria-label=${n.choose}>
              ${e.alternatives.map(t=>c`<li><button type="button" class="plain mono" @click=${()=>this.choose(t.spelling)}>${t.spelling}</button></li>`)}
            </ul>`:x}
      </div>
    </form>`}meaning(){return pe(this.text,{tables:this.names,hasResolver:m().resolver!==null})}choose(e){this.text=e,this.focus()}async resolved(){let e=this.text.trim(),t=(m().resolver??"").replace("{}",encodeURIComponent(e)),a=await(await G(t)).text(),[s,o]=[/<jradeg>([^<]+)</.exec(a)?.[1],/<jdedeg>([^<]+)</.exec(a)?.[1]];if(s===void 0||o===void 0){this.failure=n.notResolved(e);return}return{name:"cone",params:{ra:s.trim(),dec:o.trim(),sr:String(30/3600)}}}};w.styles=[b,g`
      form { display: flex; gap: var(--space-1); position: relative; }
      input { flex: 1; min-width: 0; width: 100%; min-height: 32px; }
      .said { position: absolute; top: calc(100% + 4px); left: 0; right: 0; z-index: 20; padding: var(--space-2) var(--space-3); }
      .said { background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
      .said p { margin: 0; }
      ul { list-style: none; margin: var(--space-1) 0 0; padding: 0; }
      li button { text-align: left; width: 100%; }
    `],l([u()],w.prototype,"text",2),l([u()],w.prototype,"isOpen",2),l([u()],w.prototype,"names",2),l([u()],w.prototype,"failure",2),l([k("input")],w.prototype,"input",2),w=l([y("armilla-search")],w);async function Pe(i){let r=T("tap");if(!i||!r)return i;let e=await X(r),a=e.schemas.flatMap(s=>s.tables).find(s=>{let o=V(s,e.enumerations);return o?.id&&o.apertures.length>0});return{...i,params:{...a?{table:a.name}:{},...i.params}}}var me="armilla.theme",he="armilla.density";function C(){let i=localStorage.getItem(me);return i==="light"||i==="dark"?i:"system"}function ue(i){localStorage.setItem(me,i),M()}function N(){return localStorage.getItem(he)==="comfortable"?"comfortable":"dense"}function fe(i){localStorage.setItem(he,i),M()}function M(){let i=document.documentElement;C()==="system"?delete i.dataset.theme:i.dataset.theme=C(),i.dataset.density=N()}function ge(){let i=Object.entries(m().colours??{}),r=t=>i.filter(([a])=>a.endsWith("-dark")===t).map(([a,s])=>`--${a.replace(/-dark$/,"")}: ${s};`).join(" "),e=new CSSStyleSheet;e.replaceSync(`:root { ${r(!1)} } :root[data-theme="dark"] { ${r(!0)} } @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${r(!0)} } }`),i.length>0&&document.adoptedStyleSheets.push(e)}var Oe=[["sky",["hips","sia"]],["images",["sia"]],["cone",["scs","tap"]],["list",["tap"]],["query",["tap"]],["jobs",["tap"]],["help",[]]],f=class extends v{constructor(){super(...arguments);this.name="";this.told=null;this.path="";this.show=async()=>{let e=K(),t=ee(),a=location.pathname,s=a!==this.path,o=this.shadowRoot?.activeElement;try{let p=e?await ne(e,{params:new URLSearchParams(location.search)}):await this.elementOfPage(t);if(a!==location.pathname)return;this.failure=void 0,this.name=e?"":t.name,s&&(this.told=null),this.page=p}catch(p){this.failure=p instanceof Error?new Error(n.loadFailed,{cause:p}):new Error(n.loadFailed)}this.path=a;let d=e?.title??(t.name==="home"?"":I[t.name]);if(document.title=d?`${d} · ${m().name}`:m().name,await this.updateComplete,s&&this.hasShown){let p=this.shadowRoot?.activeElement;(!p||p===o)&&this.main.focus({preventScroll:!0}),scrollTo(0,0)}this.hasShown=!0};this.hasShown=!1;this.refresh=()=>this.requestUpdate();this.requested=e=>{this.told=e.detail};this.clicked=e=>{if(e.defaultPrevented||e.button!==0||e.ctrlKey||e.metaKey||e.shiftKey||e.altKey)return;let t=e.composedPath().find(p=>p instanceof HTMLAnchorElement);if(!(t instanceof HTMLAnchorElement)||t.target||t.hasAttribute("download")||t.origin!==location.origin)return;let{base:a,panels:s}=m(),o=t.pathname.slice(a.length).replace(/\/$/,"")||"/",d=Z.some(p=>p.path===o)||s.some(p=>p.where==="page"&&p.path===o);!t.pathname.startsWith(a)||!d||(e.preventDefault(),E(t.href))}}connectedCallback(){super.connectedCallback(),M(),ge(),addEventListener("popstate",this.show),addEventListener("armilla-navigate",this.show),O.addEventListener("change",this.refresh),this.addEventListener("armilla-request",this.requested),this.addEventListener("click",this.clicked),this.silence=se({search:()=>this.search.focus(),list:()=>this.keyList.show()}),O.known().catch(()=>{}),this.show()}disconnectedCallback(){super.disconnectedCallback(),removeEventListener("popstate",this.show),removeEventListener("armilla-navigate",this.show),O.removeEventListener("change",this.refresh),this.silence?.()}render(){return c`${this.head()}
      <main tabindex="-1" id="main">${this.failure?Q(this.failure,()=>location.reload()):this.page}</main>
      ${this.foot()}
      <armilla-key-list></armilla-key-list>`}head(){let{name:e,logo:t}=m();return c`<header>
      <button class="skip" @click=${()=>this.main.focus()}>${n.skip}</button>
      <a class="name" href=${h("home")} aria-label=${n.home(e)}>${t?c`<img src=${t} alt="" />`:x}${e}</a>
      <armilla-search></armilla-search>
      <nav aria-label=${n.pages}>
        <ul>${this.navigation().map(({href:a,title:s,isHere:o})=>c`<li><a href=${a} aria-current=${o?"page":x}>${s}</a></li>`)}</ul>
      </nav>
      <div class="tools">
        ${(m().samp_hubs??["default"]).length>0?c`<armilla-samp-button></armilla-samp-button>`:x}
        ${m().login?c`<a href=${this.accountLink()}>${O.session.user??n.logIn}</a>`:x}
      </div>
    </header>`}navigation(){let e=Oe.filter(([,a])=>a.length===0||a.some(s=>T(s)!==null)).map(([a])=>({href:h(a),title:I[a],isHere:a===this.name})),t=m().panels.filter(a=>a.where==="page");return[...e,...t.map(a=>({href:`${m().base}${a.path}`,title:a.title,isHere:a===K()}))]}foot(){let e=(t,a,s,o)=>c`<label>${t}<select @change=${d=>o(d.target.value)}>
        ${Object.entries(s).map(([d,p])=>c`<option value=${d} ?selected=${d===a}>${p}</option>`)}
      </select></label>`;return c`<footer>
      <armilla-request .told=${this.told}></armilla-request>
      <div class="ends">
        ${e(n.theme,C(),n.themes,ue)} ${e(n.density,N(),n.densities,fe)}
        <button class="plain" @click=${()=>this.keyList.show()}>${n.keys}</button>
        <a href=${h("services")}>${n.services}</a>
        <span class="muted">${n.version(m().version)}</span>
      </div>
    </footer>`}accountLink(){let e=location.pathname+location.search;return this.name==="account"?h("account"):h("account",{back:e})}async elementOfPage(e){await e.load();let t=`armilla-page-${e.name}`,a=this.page?.localName===t?this.page:document.createElement(t);return a.params=new URLSearchParams(location.search),a}};f.styles=[b,te],l([u()],f.prototype,"page",2),l([u()],f.prototype,"name",2),l([u()],f.prototype,"told",2),l([u()],f.prototype,"failure",2),l([k("armilla-search")],f.prototype,"search",2),l([k("armilla-key-list")],f.prototype,"keyList",2),l([k("main")],f.prototype,"main",2),f=l([y("armilla-frame")],f);var Ae=3,P=class extends v{constructor(){super(...arguments);this.offers=[];this.offs=[];this.table=async({params:e},t)=>{let{url:a,name:s,"table-id":o}=e;if(typeof a!="string"||!URL.canParse(a))throw new Error("url is to be the absolute address of a table");await F(L(),a);let d=typeof s=="string"&&s!==""?s:a,p=new URLSearchParams({url:a,name:d});typeof o=="string"&&o!==""&&p.set("table-id",o),this.offer({told:$.tableCame(d,t),action:$.open,href:h("result",p)})};this.position=(e,t,a)=>{let s=$.positionCame($.position(e,t),a);this.offer({told:s,action:$.showOnSky,href:h("sky",{pos:`${e} ${t}`})})}}connectedCallback(){super.connectedCallback(),this.offs=[L().on("table.load.votable",this.table),Y(L(),this.position)]}disconnectedCallback(){super.disconnectedCallback(),this.offs.forEach(e=>e())}render(){return c`<div role="status">${this.offers.map(e=>this.box(e))}</div>`}box(e){return c`<div class="offer row">
      <p>${e.told}</p>
      <button class="primary" @click=${()=>this.take(e)}>${e.action}</button>
      <button class="plain" aria-label=${`${$.dismiss}: ${e.told}`} @click=${()=>this.drop(e)}>${$.dismiss}</button>
    </div>`}offer(e){let t=this.offers.filter(a=>a.told!==e.told&&(a.action!==e.action||e.action===$.open));this.offers=[...t,e].slice(-Ae)}take(e){this.drop(e),E(e.href)}drop(e){this.offers=this.offers.filter(t=>t!==e)}};P.styles=[b,g`
      :host { position: fixed; right: var(--space-4); bottom: var(--space-4); z-index: 10; max-width: calc(100vw - 2 * var(--space-4)); }
      .offer { background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
      .offer { margin-top: var(--space-2); padding: var(--space-2) var(--space-3); overflow-wrap: anywhere; }
      p { margin: 0; }
    `],l([u()],P.prototype,"offers",2),P=l([y("armilla-samp-offers")],P);function Ue(){let i=T("samp");Object.assign(L().identity,{name:m().name,description:`Portal at ${location.host}`,documentation:new URL(h("help"),location.href).href,hubs:m().samp_hubs,icon:i?`${i}/icon.png`:void 0,sign:r=>J(r,m().services.map(e=>e.url))})}Ue();document.body.append(document.createElement("armilla-samp-offers"));

import{a as n,b as k,c as h,e as L,f as I}from"./chunk-GX7BSJNR.js";import{a as T,b as g,l as q}from"./chunk-I2RDMVJR.js";import"./chunk-FKWFC5VS.js";import{e as o}from"./chunk-C2JZFSCC.js";import{a as R}from"./chunk-F7OIVDJR.js";import{o as c,p as E,q as j}from"./chunk-4UW7CTST.js";import{B as J,a,h as u,i as s,k as l,l as b,m as v,n as f,o as m,p as y,q as $,t as x,u as w,x as p}from"./chunk-PAJSDP5F.js";var C=3,i=class extends b{constructor(){super(...arguments);this.params=new URLSearchParams;this.error=null;this.examples=[];this.tap=x("tap");this.history=new T(`armilla.query:${$().base}:`);this.jobs=new g(`${this.tap}/async`,this.history);this.actions=new I(this.jobs,()=>this.toast,e=>this.error=e,()=>this.requestUpdate());this.seen=new IntersectionObserver(e=>{for(let{isIntersecting:r,target:t}of e)r&&this.jobs.complete(t.dataset.url??"").catch(()=>{})})}connectedCallback(){super.connectedCallback(),this.tap!==null&&(this.jobs.addEventListener("change",()=>this.requestUpdate()),this.jobs.start(),this.timer=setInterval(()=>this.jobs.jobs.some(e=>e.phase==="EXECUTING")&&this.requestUpdate(),1e3),R(this.tap).then(e=>this.examples=e.slice(0,C),()=>{}),this.dispatchEvent(new CustomEvent("armilla-request",{bubbles:!0,composed:!0,detail:{method:"GET",url:`${this.tap}/async?LAST=50`}})))}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.jobs.stop(),this.seen.disconnect()}updated(){this.seen.disconnect();for(let e of this.renderRoot.querySelectorAll("tr[data-url]"))this.seen.observe(e)}render(){if(this.tap===null)return s`<h1>${o.jobs}</h1><p>${o.noTap}</p>`;let e=this.jobs.jobs.filter(t=>!this.actions.hidden.has(t.url)),r=e.every(t=>t.owner===null);return s`
      <h1>${o.jobs}</h1>
      ${this.error===null?l:c(this.error)}
      ${this.jobs.error===null?l:c(this.jobs.error,()=>this.jobs.refresh())}
      ${r?s`<p class="muted">${o.jobsAnonymous}</p>`:l}
      ${e.length>0?this.table(e):this.jobs.isLoaded?this.empty():j(6)}
      <armilla-toast></armilla-toast>
    `}get fields(){let e=this.params.get("columns")?.split(",");return e===void 0?k:n.filter(r=>e.includes(r))}table(e){let{fields:r}=this;return s`
      <details>
        <summary>${o.chooseColumns}</summary>
        <div class="fields">
          ${n.map(t=>s`<label><input type="checkbox" .checked=${r.includes(t)} @change=${()=>this.choose(t)} />${o.fields[t]}</label>`)}
        </div>
      </details>
      <div class="scroll" tabindex="0" role="region" aria-label=${o.jobs}>
        <table>
          <thead><tr>${r.map(t=>s`<th scope="col" class=${h.has(t)?"number":""}>${o.fields[t]}</th>`)}<th scope="col">${o.actions}</th></tr></thead>
          <tbody>${e.map(t=>s`<tr data-url=${t.url} data-phase=${t.phase}>${r.map(d=>this.cell(t,d))}<td>${this.actions.buttons(t)}</td></tr>`)}</tbody>
        </table>
      </div>
    `}cell(e,r){let t=L(e,r),d=r==="description"||r==="id",S=r==="phase"?e.phase:r==="query"?"query":h.has(r)?"number":"";return s`<td class=${S} title=${r==="query"?t:l}>${d?s`<a href=${p("job",{id:e.id})}>${t}</a>`:t}</td>`}choose(e){let r=n.filter(t=>this.fields.includes(t)!==(t===e));J({columns:r.join(",")},{replace:!0})}empty(){let e=r=>p("query")+q(r);return E(o.noJobs,s`<ul>
      ${this.examples.map(({name:r,query:t})=>s`<li><a href=${e(t)}>${r}</a></li>`)}
      <li><a href=${p("query")}>${o.title}</a></li>
    </ul>`)}};i.styles=[w,u`
      .scroll { overflow-x: auto; }
      table { width: 100%; }
      td.query { font-family: var(--mono); max-width: 420px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      td { white-space: nowrap; vertical-align: middle; }
      td a { display: inline-flex; min-height: 24px; align-items: center; }
      .COMPLETED { color: var(--good); }
      .ERROR { color: var(--error); }
      .ABORTED { color: var(--warning); }
      .actions { flex-wrap: nowrap; }
      details { margin-bottom: var(--space-3); }
      summary { min-height: 28px; cursor: pointer; color: var(--link); }
      .fields { display: flex; flex-wrap: wrap; gap: 4px 16px; }
    `],a([f({attribute:!1})],i.prototype,"params",2),a([m()],i.prototype,"error",2),a([m()],i.prototype,"examples",2),a([y("armilla-toast")],i.prototype,"toast",2),i=a([v("armilla-page-jobs")],i);export{i as Page};

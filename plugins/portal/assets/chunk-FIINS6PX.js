import{a as j}from"./chunk-PH3ZNEEE.js";import{a as B,d as f,e as h,f as H}from"./chunk-GX7BSJNR.js";import{a as O,b as S,c as U,d as L,e as I,l as A}from"./chunk-I2RDMVJR.js";import{a as M}from"./chunk-FKWFC5VS.js";import{f as D}from"./chunk-KQACP2T5.js";import{c as F,e as a}from"./chunk-C2JZFSCC.js";import"./chunk-JAHLVK7B.js";import"./chunk-G5XFG4HA.js";import{h as E,i as C,k as x,o as q,q as J}from"./chunk-4UW7CTST.js";import{a as u,h as $,i as e,k as i,l as b,m as y,n as g,o as m,p as w,q as T,t as k,u as R,x as c}from"./chunk-PAJSDP5F.js";var o=class extends b{constructor(){super(...arguments);this.params=new URLSearchParams;this.error=null;this.mark=null;this.capability=null;this.tap=k("tap");this.jobs=new S(`${this.tap}/async`,new O(`armilla.query:${T().base}:`));this.actions=new H(this.jobs,()=>this.toast,t=>this.error=t,()=>this.requestUpdate())}connectedCallback(){super.connectedCallback(),this.tap!==null&&(this.jobs.addEventListener("change",()=>this.moved()),this.timer=setInterval(()=>this.job!==null&&!M(this.job.phase)&&this.requestUpdate(),1e3),j(this.tap).then(t=>this.capability=t,()=>{}))}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.jobs.stop()}willUpdate(t){t.has("params")&&t.get("params")?.toString()!==this.params.toString()&&this.load()}render(){let t=this.actions.hidden.has(this.url)?null:this.job;return this.tap===null?e`<h1>${a.job}</h1><p>${a.noTap}</p>`:e`
      ${t===null?e`<h1>${a.job}</h1>`:e`<div class="top"><h1>${f(t)}</h1>${this.phase(t)}${this.actions.buttons(t)}</div>`}
      ${this.error===null?i:q(this.error,()=>this.load())}
      ${t===null?this.absent():this.body(t)}
      <armilla-toast></armilla-toast>
    `}absent(){return this.actions.hidden.has(this.url)?e`<p>${a.deleted} <a href=${c("jobs")}>${a.allJobs}</a></p>`:this.error===null?J(6):i}get url(){return this.params.get("job")??`${this.jobs.list}/${encodeURIComponent(this.params.get("id")??"")}`}get job(){let t=this.jobs.get(this.url);return t!==void 0&&U(t)?t:null}phase(t){let r=L(t);return e`<span role="status" class=${t.phase} data-phase=${t.phase}>${a.phases[t.phase]}</span>
      ${r===null?i:e`<span class="mono">${F(r)}</span>`}`}body(t){let r=t.parameters.QUERY??"",l=c("query")+A(r),{mark:n}=this;return e`
      ${t.phase==="COMPLETED"?this.results(t):i}
      ${t.error===null?i:this.failure(n?.message??t.error.message,n?.hint??null)}
      <h2>${a.query}</h2>
      <pre tabindex="0" aria-label=${a.query}>${n===null?r:Y(r,n)}</pre>
      <p><a href=${l}>${a.edit}</a></p>
      <dl>${B.filter(s=>s!=="query"&&s!=="error").map(s=>this.fact(h(t,s),a.fields[s]??s))}
        ${t.info.filter(({name:s})=>!["rows","bytes","description","public"].includes(s)).map(({name:s,value:p})=>this.fact(p,a.fields[s]??s))}
      </dl>
    `}failure(t,r){return e`<div class="state error" role="alert"><p>${t}</p>${r===null?i:e`<p>${r}</p>`}</div>`}fact(t,r){return t===""?i:e`<dt>${r}</dt><dd class=${t.includes(`
`)?"mono lines":""}>${t}</dd>`}results(t){let[r]=t.results;if(r===void 0)return e``;let l=t.parameters.RESPONSEFORMAT??"",n=(r.mimeType??"").includes("votable")||l==="",s=p=>{this.actions.again(t,p.target.value)};return e`<div class="row">
      ${n?e`<a href=${c("result",{job:t.url})}>${a.showResult}</a>`:i}
      <a href=${r.href} download>${a.downloadAs} ${h(t,"format")} ${h(t,"bytes")}</a>
      ${n?e`<armilla-send .what=${{kind:"table",url:r.href,id:t.url,name:f(t)}}></armilla-send>`:i}
      <label>${a.otherFormat}
        <select @change=${s}>
          <option value="">${a.chooseFormat}</option>
          ${I(this.capability).filter(({mime:p})=>p!==""&&p!==l).map(({mime:p,name:Q})=>e`<option value=${p}>${Q}</option>`)}
        </select>
      </label>
    </div>`}async load(){if(this.tap!==null){this.error=null,this.mark=null,this.jobs.stop(),this.jobs.start(),this.dispatchEvent(new CustomEvent("armilla-request",{bubbles:!0,composed:!0,detail:{method:"GET",url:this.url}}));try{await this.jobs.complete(this.url),this.jobs.get(this.url)===void 0&&(this.error=new E(a.noJob,404,this.url))}catch(t){this.error=t}}}moved(){this.requestUpdate(),this.job?.phase==="ERROR"&&this.mark===null&&this.readError(this.job)}async readError(t){if(!t.error?.hasDetail)return;let r=`${t.url}/error`,l=await x(r).catch(()=>null);if(l===null)return;let n=C(await l.text(),l.headers.get("Content-Type")??"",l.status,r);this.mark=D(t.parameters.QUERY??"",n)}};o.styles=[R,$`
      .top { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); align-items: center; margin-bottom: var(--space-3); }
      h1 { margin: 0; }
      .COMPLETED { color: var(--good); }
      .ERROR { color: var(--error); }
      .ABORTED { color: var(--warning); }
      pre { background: var(--panel); border: 1px solid var(--rule); border-radius: var(--radius); }
      pre { padding: var(--space-3); overflow: auto; white-space: pre-wrap; margin: 0 0 var(--space-2); }
      mark { background: var(--error-ground); color: var(--error); text-decoration: underline wavy; }
      dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px var(--space-4); }
      dt { color: var(--muted); }
      dd { margin: 0; overflow-wrap: anywhere; }
      dd.lines { white-space: pre-wrap; }
    `],u([g({attribute:!1})],o.prototype,"params",2),u([m()],o.prototype,"error",2),u([m()],o.prototype,"mark",2),u([m()],o.prototype,"capability",2),u([w("armilla-toast")],o.prototype,"toast",2),o=u([y("armilla-page-job")],o);function Y(d,{from:v,to:t}){return e`${d.slice(0,v)}<mark>${d.slice(v,t)}</mark>${d.slice(t)}`}export{o as Page};

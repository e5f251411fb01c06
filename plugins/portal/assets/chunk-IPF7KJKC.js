import{a as U}from"./chunk-F7OIVDJR.js";import{a as i}from"./chunk-6NZBIVOT.js";import{a as q}from"./chunk-GAK5OM7N.js";import{a as E,b as k,c as C,d as A,k as T,m as $,n as R,o as S,p as L,q as M}from"./chunk-4UW7CTST.js";import{a as n,h as v,i as a,k as u,l as f,m as b,n as w,o as c,q as h,t as g,u as x,x as y}from"./chunk-PAJSDP5F.js";async function I(m,p){return O(await(await T(`${m}/availability`,{signal:p})).text())}function O(m){let p=C(E(m),"availability");return{available:/^(true|1)$/.test(k(p,"available")?.text.trim()??""),upSince:k(p,"upSince")?.text.trim()||null,notes:A(p,"note").map(e=>e.text.trim()).filter(e=>e!=="")}}var j=["tap","sia","datalink"],d=class extends f{constructor(){super(...arguments);this.told=new Map;this.asked=new AbortController}connectedCallback(){super.connectedCallback(),this.asked=new AbortController;for(let e of this.services())this.ask(e)}disconnectedCallback(){super.disconnectedCallback(),this.asked.abort()}render(){return a`<ul>${this.services().map(e=>this.item(e))}</ul>`}item(e){let t=this.told.get(e.url);if(t===void 0)return a`<li>${e.id} <span class="muted">…</span></li>`;let s=t?.available===!0,l=s&&t.upSince?i.upSince(t.upSince.replace("T"," ").replace("Z"," UTC")):t?.notes.join(", ")??"";return a`<li>
      ${e.id} <span class=${s?"up":"down"}><span aria-hidden="true">${s?"●":"✖"}</span> ${s?i.up:i.down}</span>
      <span class="muted">${l}</span>
    </li>`}services(){return h().services.filter(e=>j.includes(e.kind))}async ask(e){let t=await I(e.url,this.asked.signal).catch(()=>null);this.asked.signal.aborted||(this.told=new Map(this.told).set(e.url,t))}};d.styles=[x,v`
      ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); }
      .up { color: var(--good); }
      .down { color: var(--error); }
    `],n([c()],d.prototype,"told",2),d=n([b("armilla-service-states")],d);var B=4,o=class extends f{constructor(){super(...arguments);this.params=new URLSearchParams;this.shownExamples=[];this.read=()=>{let e=g("tap");if(!e)return;this.asked?.abort(),this.asked=new AbortController;let{signal:t}=this.asked;this.failure=void 0;let s=r=>r.tables.length>0&&r.name.toUpperCase()!=="TAP_SCHEMA";q(e,"min",t).then(r=>this.schemas=r.schemas.filter(s),r=>{t.aborted||(this.failure=r)}),U(e,t).then(r=>this.shownExamples=r.slice(-B),()=>this.shownExamples=[]);let l=`${e}/tables?detail=min`;this.dispatchEvent(new CustomEvent("armilla-request",{bubbles:!0,composed:!0,detail:{method:"GET",url:l}}))}}connectedCallback(){super.connectedCallback(),$.addEventListener("change",this.read),this.read()}disconnectedCallback(){super.disconnectedCallback(),$.removeEventListener("change",this.read),this.asked?.abort()}render(){return a`<h1>${h().name}</h1>
      <p class="lead">${i.lead}</p>
      <ul class="cards">
        ${Object.entries(i.starts).filter(([e])=>g(e==="images"?"sia":"tap")!==null).map(([e,[t,s]])=>a`<li><a class="panel" href=${y(e)}><strong>${t}</strong>${s}</a></li>`)}
      </ul>
      ${g("tap")?a`<h2>${i.collections}</h2>${this.collections()}`:u}
      ${this.shownExamples.length>0?a`<h2>${i.examples}</h2>
            <ul class="examples">${this.shownExamples.map(e=>a`<li><a href=${`${y("query")}#q=${encodeURIComponent(e.query)}`}>${e.name}</a></li>`)}</ul>`:u}
      <h2>${i.states}</h2>
      <armilla-service-states></armilla-service-states>`}collections(){if(this.failure)return S(this.failure,this.read);if(!this.schemas)return M();if(this.schemas.length===0){let e=h().login&&!$.session.user;return L(i.none,e?a`<p>${i.noneLogIn} <a href=${y("account")}>${R.login}</a></p>`:u)}return a`<ul class="cards collections">
      ${this.schemas.map(e=>{let t=e.tables.map(l=>l.rows).filter(l=>l!==null),s=t.length>0?t.reduce((l,r)=>l+r,0):null;return a`<li class="panel">
          <h3>${e.name}</h3>
          ${e.description?a`<p>${e.description}</p>`:u}
          <p class="muted">${i.tableCount(e.tables.length,s)}</p>
        </li>`})}
    </ul>`}};o.styles=[x,v`
      :host { max-width: 1100px; }
      .lead { font-size: 17px; color: var(--muted); margin-bottom: var(--space-4); }
      .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: var(--space-3); padding: 0; margin: 0; list-style: none; }
      .cards a { display: block; height: 100%; color: inherit; text-decoration: none; }
      .cards a:hover strong { text-decoration: underline; }
      .cards strong { display: block; color: var(--link); }
      .cards h3 { margin-top: 0; }
      .cards p { margin: 0; }
      .collections { grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); }
      .examples { padding-left: 1.2em; margin: 0; }
      .examples a { display: inline-block; min-height: 24px; }
    `],n([w({attribute:!1})],o.prototype,"params",2),n([c()],o.prototype,"schemas",2),n([c()],o.prototype,"shownExamples",2),n([c()],o.prototype,"failure",2),o=n([b("armilla-page-home")],o);export{o as HomePage};

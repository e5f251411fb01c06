import{d as a}from"./chunk-6NZBIVOT.js";import{h as A}from"./chunk-XHUYLVKB.js";import"./chunk-4ZSGPMHC.js";import{a as C}from"./chunk-GAK5OM7N.js";import{h as T,k as y,m,o as q,q as R}from"./chunk-4UW7CTST.js";import{A as I,a as i,h as w,i as s,k as o,l as g,m as k,n as x,o as c,p as f,q as b,t as E,u as _,x as L}from"./chunk-PAJSDP5F.js";async function S(d){return await(await y(d.account,{accept:"application/json"})).json()}async function j(d){return(await(await y(d.tokens,{accept:"application/json"})).json()).tokens}async function M(d,v,e){return(await(await y(d.tokens,{form:{title:v,days:e},accept:"application/json"})).json()).token}async function W(d,v){await y(`${d.tokens}/${encodeURIComponent(v)}`,{method:"DELETE"})}var D={rows_max:"Rows of an answer",query_secs_max:"Seconds of a query",upload_mib_max:"MiB of uploads",requests_max:"Requests at once",requests_per_minute:"Requests in a minute",running_jobs_max:"Jobs that run at once",queued_jobs_max:"Jobs that wait",results_mib_max:"MiB of results that are kept"},h={heading:"What you may use",names:D,name:"Limit",most:"At most",used:"Used now",none:"no limit",unlimited:"Your account has no limits beside those of each service."},r={heading:"Tokens for programs",said:"A token lets a script ask in your name without your password, in the header",none:"You have no tokens.",list:"Your tokens",title:"What it is for",example:"my notebook",days:"Days",created:"Made",until:"Ends",limited:"For",all:"all that you may",actions:"Actions",make:"Make a token",once:"Your new token. It is not shown again.",copy:"Copy",copied:"Copied",revoke:"Revoke",revokeOne:d=>`Revoke ${d}`};var U="90",Y="366",l=class extends g{constructor(){super(...arguments);this.made="";this.isCopied=!1;this.refusal="";this.make=async e=>{e.preventDefault(),await this.tried(async t=>{this.made=await M(t,this.named?.value??"",this.days?.value??""),this.isCopied=!1,this.named&&(this.named.value=""),this.list=await j(t)})};this.copy=async()=>{await navigator.clipboard.writeText(this.made),this.isCopied=!0}}connectedCallback(){super.connectedCallback(),this.read()}render(){return s`<p>${r.said} <code>Authorization: Bearer</code>.</p>
      <p class="refused" role="alert">${this.refusal}</p>
      ${this.list?this.told(this.list):this.refusal?o:R(2)}`}told(e){return s`${e.length>0?this.table(e):s`<p class="muted">${r.none}</p>`}
      <form @submit=${this.make}>
        <label class="above">${r.title}<input id="title" name="title" required maxlength="100" placeholder=${r.example} /></label>
        <label class="above">${r.days}<input id="days" class="days" name="days" type="number" required min="1" max=${Y} value=${U} /></label>
        <button type="submit">${r.make}</button>
      </form>
      <div role="status">${this.made?s`<div class="panel new"><p>${r.once}</p>
            <p><code>${this.made}</code></p>
            <button @click=${this.copy}>${this.isCopied?r.copied:r.copy}</button></div>`:o}</div>`}table(e){return s`<div class="scroll" tabindex="0" role="region" aria-label=${r.list}><table>
      <thead><tr><th scope="col">${r.title}</th><th scope="col">${r.created}</th><th scope="col">${r.until}</th><th scope="col">${r.limited}</th><th scope="col"><span class="visually-hidden">${r.actions}</span></th></tr></thead>
      <tbody>${e.map(t=>s`<tr>
        <td>${t.title}</td><td>${t.created}</td><td>${t.until}</td>
        <td>${[...t.groups??[],...t.instances??[]].join(", ")||r.all}</td>
        <td><button aria-label=${r.revokeOne(t.title)} @click=${()=>this.revoke(t)}>${r.revoke}</button></td>
      </tr>`)}</tbody>
    </table></div>`}async read(){await this.tried(async e=>{this.list=await j(e)})}async revoke(e){await this.tried(async t=>{await W(t,e.id),this.made="",this.list=await j(t)})}async tried(e){if(this.addresses){this.refusal="";try{await e(this.addresses)}catch(t){if(!(t instanceof T))throw t;this.refusal=t.message}}}};l.styles=[_,w`
      .scroll { overflow-x: auto; }
      td { vertical-align: middle; }
      form { display: flex; flex-wrap: wrap; gap: var(--space-3); align-items: end; margin: var(--space-3) 0; }
      .days { width: 80px; }
      .new code { overflow-wrap: anywhere; }
      .refused { color: var(--error); }
    `],i([x({attribute:!1})],l.prototype,"addresses",2),i([c()],l.prototype,"list",2),i([c()],l.prototype,"made",2),i([c()],l.prototype,"isCopied",2),i([c()],l.prototype,"refusal",2),i([f("#title")],l.prototype,"named",2),i([f("#days")],l.prototype,"days",2),l=i([k("armilla-tokens")],l);var B=1<<20,n=class extends g{constructor(){super(...arguments);this.params=new URLSearchParams;this.isKnown=!1;this.refusal="";this.schemas=[];this.logIn=async e=>{e.preventDefault(),this.refusal="";try{await m.logIn(this.user?.value??"",this.password?.value??""),A();let t=this.back();t?I(t):await this.read()}catch(t){if(!(t instanceof T))throw t;this.refusal=t.message,this.password&&(this.password.value=""),this.password?.focus()}};this.logOut=async()=>{try{await m.logOut(),A(),this.schemas=[],await this.read()}catch(e){this.failure=e}}}connectedCallback(){super.connectedCallback(),this.read()}render(){return s`<h1>${a.title}</h1>${this.content()}`}content(){let{login:e,contact:t}=b();return e?this.failure?q(this.failure,()=>{this.read()}):this.isKnown?m.session.user===null?this.form():this.told(m.session.user):R(2):s`<p>${a.nobody} ${t?a.contact(t):o}</p>`}form(){let{contact:e}=b();return s`<p>${a.lead}</p>
      <form @submit=${this.logIn}>
        <label class="above">${a.name}<input id="user" name="username" autocomplete="username" required /></label>
        <label class="above">${a.password}<input id="password" name="password" type="password" autocomplete="current-password" required /></label>
        <p class="refused" role="alert">${this.refusal}</p>
        <div class="row"><button class="primary" type="submit">${a.logIn}</button></div>
      </form>
      ${e?s`<p class="muted">${a.contact(e)}</p>`:o}
      ${this.isLimited()?this.limits():o}`}isLimited(){return Object.values(this.account?.limits??{}).some(e=>e!==null)}told(e){let{groups:t,expires:p}=m.session,$=this.back();return s`<p><strong>${a.as(e)}</strong></p>
      <p>${a.groups(t)}</p>
      ${p?s`<p class="muted">${a.expires(p.replace("T"," ").replace("Z"," UTC"))}</p>`:o}
      <div class="row">
        ${$?s`<a href=${$}>${a.back}</a>`:o}
        <a href=${L("jobs")}>${a.jobs}</a>
        <button @click=${this.logOut}>${a.logOut}</button>
      </div>
      ${this.schemas.length>0?s`<h2>${a.restricted}</h2>
            <ul>${this.schemas.map(u=>s`<li><code>${u.name}</code> ${u.description??""}</li>`)}</ul>`:o}
      ${this.limits()}
      <h2>${r.heading}</h2>
      <armilla-tokens .addresses=${b().login??void 0}></armilla-tokens>`}limits(){if(!this.account)return o;let{limits:e,used:t}=this.account,p=t?{running_jobs_max:String(t.running_jobs),queued_jobs_max:String(t.queued_jobs),results_mib_max:(t.results_bytes/B).toFixed(1)}:{},$=Object.entries(h.names).filter(([u])=>e[u]!=null||p[u]!==void 0);return s`<h2>${h.heading}</h2>
      ${this.isLimited()?o:s`<p class="muted">${h.unlimited}</p>`}
      ${$.length>0?s`<table>
            <thead><tr><th scope="col">${h.name}</th><th scope="col" class="number">${h.most}</th><th scope="col" class="number">${h.used}</th></tr></thead>
            <tbody>${$.map(([u,O])=>s`<tr><td>${O}</td><td class="number">${e[u]??h.none}</td><td class="number">${p[u]??o}</td></tr>`)}</tbody>
          </table>`:o}`}back(){let e=this.params.get("back");if(!e)return null;let t=new URL(e,location.href),{base:p}=b();return t.origin===location.origin&&(t.pathname===p||t.pathname.startsWith(`${p}/`))?t.href:null}async read(){this.failure=void 0;try{await m.known(),this.isKnown=!0;let{login:e}=b();e&&(this.account=await S(e));let t=E("tap");m.session.user!==null&&t&&(this.schemas=(await C(t,"min")).schemas.filter(p=>p.name.toUpperCase()!=="TAP_SCHEMA"))}catch(e){this.failure=e}}};n.styles=[_,w`
  :host { max-width: 720px; }
      form { display: grid; gap: var(--space-3); max-width: 320px; }
      form input { width: 100%; min-height: 34px; }
      .refused { color: var(--error); }
    `],i([x({attribute:!1})],n.prototype,"params",2),i([c()],n.prototype,"isKnown",2),i([c()],n.prototype,"refusal",2),i([c()],n.prototype,"failure",2),i([c()],n.prototype,"schemas",2),i([c()],n.prototype,"account",2),i([f("#user")],n.prototype,"user",2),i([f("#password")],n.prototype,"password",2),n=i([k("armilla-page-account")],n);export{n as AccountPage};

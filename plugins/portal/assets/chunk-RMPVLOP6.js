import{d as e}from"./chunk-KE4EWCMY.js";import{h as c}from"./chunk-NYJZIBMR.js";import"./chunk-IE5F4CDM.js";import{a as T}from"./chunk-C4I4EF6H.js";import{h as g,m as o,o as k,q as x}from"./chunk-YTC6YJS5.js";import{A as R,a as i,h as f,i as a,k as n,l as v,m as $,n as w,o as m,p as u,q as l,t as b,u as y,x as E}from"./chunk-FWNSBDCP.js";var s=class extends v{constructor(){super(...arguments);this.params=new URLSearchParams;this.isKnown=!1;this.refusal="";this.schemas=[];this.logIn=async t=>{t.preventDefault(),this.refusal="";try{await o.logIn(this.user?.value??"",this.password?.value??""),c();let r=this.back();r?R(r):await this.read()}catch(r){if(!(r instanceof g))throw r;this.refusal=r.message,this.password&&(this.password.value=""),this.password?.focus()}};this.logOut=async()=>{try{await o.logOut(),c(),this.schemas=[],this.requestUpdate()}catch(t){this.failure=t}}}connectedCallback(){super.connectedCallback(),this.read()}render(){return a`<h1>${e.title}</h1>${this.content()}`}content(){let{login:t,contact:r}=l();return t?this.failure?k(this.failure,()=>{this.read()}):this.isKnown?o.session.user===null?this.form():this.told(o.session.user):x(2):a`<p>${e.nobody} ${r?e.contact(r):n}</p>`}form(){let{contact:t}=l();return a`<p>${e.lead}</p>
      <form @submit=${this.logIn}>
        <label class="above">${e.name}<input id="user" name="username" autocomplete="username" required /></label>
        <label class="above">${e.password}<input id="password" name="password" type="password" autocomplete="current-password" required /></label>
        <p class="refused" role="alert">${this.refusal}</p>
        <div class="row"><button class="primary" type="submit">${e.logIn}</button></div>
      </form>
      ${t?a`<p class="muted">${e.contact(t)}</p>`:n}`}told(t){let{groups:r,expires:p}=o.session,h=this.back();return a`<p><strong>${e.as(t)}</strong></p>
      <p>${e.groups(r)}</p>
      ${p?a`<p class="muted">${e.expires(p.replace("T"," ").replace("Z"," UTC"))}</p>`:n}
      <div class="row">
        ${h?a`<a href=${h}>${e.back}</a>`:n}
        <a href=${E("jobs")}>${e.jobs}</a>
        <button @click=${this.logOut}>${e.logOut}</button>
      </div>
      ${this.schemas.length>0?a`<h2>${e.restricted}</h2>
            <ul>${this.schemas.map(d=>a`<li><code>${d.name}</code> ${d.description??""}</li>`)}</ul>`:n}
      <h2>${e.tokens}</h2>
      <p>${e.tokensSaid} ${l().contact?e.contact(l().contact):n}</p>`}back(){let t=this.params.get("back");if(!t)return null;let r=new URL(t,location.href),{base:p}=l();return r.origin===location.origin&&(r.pathname===p||r.pathname.startsWith(`${p}/`))?r.href:null}async read(){this.failure=void 0;try{await o.known(),this.isKnown=!0;let t=b("tap");o.session.user!==null&&t&&(this.schemas=(await T(t,"min")).schemas.filter(r=>r.name.toUpperCase()!=="TAP_SCHEMA"))}catch(t){this.failure=t}}};s.styles=[y,f`
      :host { max-width: 560px; }
      form { display: grid; gap: var(--space-3); max-width: 320px; }
      form input { width: 100%; min-height: 34px; }
      .refused { color: var(--error); }
    `],i([w({attribute:!1})],s.prototype,"params",2),i([m()],s.prototype,"isKnown",2),i([m()],s.prototype,"refusal",2),i([m()],s.prototype,"failure",2),i([m()],s.prototype,"schemas",2),i([u("#user")],s.prototype,"user",2),i([u("#password")],s.prototype,"password",2),s=i([$("armilla-page-account")],s);export{s as AccountPage};

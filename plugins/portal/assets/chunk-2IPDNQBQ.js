import{a as t,c as b,d as o,e as u,f as g,g as f,h as l}from"./chunk-G5XFG4HA.js";import{a as r,g as d,h as c,i,k as s,l as p,m as h,o as m,p as a,u as v}from"./chunk-PAJSDP5F.js";var e=class extends p{constructor(){super(...arguments);this.told=t().state;this.changed=()=>{this.told=t().state,this.updateComplete.then(()=>this.box?.matches(":popover-open")&&l(this.box,this.button))}}connectedCallback(){super.connectedCallback(),t().addEventListener("change",this.changed),this.changed()}disconnectedCallback(){super.disconnectedCallback(),t().removeEventListener("change",this.changed)}render(){return i`<button id="button" popovertarget="box" @click=${this.connectIfOff}>
        <span class="mark ${this.told.kind}" aria-hidden="true">${u(this.told)}</span> ${o.samp} ${g(this.told)}
      </button>
      <div id="box" popover role="dialog" aria-label=${o.samp} @toggle=${this.place}>
        <p role="status">${f(this.told)}</p>
        ${this.told.kind==="connected"&&this.told.peers.length>0?i`<ul aria-label=${o.programs}>${this.told.peers.map(n=>i`<li>${n.name}</li>`)}</ul>`:s}
        ${this.action()}
      </div>`}action(){if(this.told.kind==="asking")return s;if(this.told.kind==="connected")return i`<div class="actions"><button @click=${()=>t().disconnect()}>${o.disconnect}</button></div>`;let n=this.told.kind==="blocked"?o.tryAgain:o.connect;return i`<div class="actions"><button class="primary" @click=${()=>t().connect()}>${n}</button></div>`}connectIfOff(){this.told.kind==="off"&&!this.told.reason&&t().connect()}place(n){n.newState==="open"&&l(this.box,this.button)}};e.styles=[v,d(b),c`
      :host { display: inline-block; }
      .mark { display: inline-block; width: 1em; text-align: center; }
      .connected { color: var(--good, inherit); }
      .blocked { color: var(--error, inherit); }
      .actions { margin-top: 8px; }
    `],r([m()],e.prototype,"told",2),r([a("#button")],e.prototype,"button",2),r([a("#box")],e.prototype,"box",2),e=r([h("armilla-samp-button")],e);

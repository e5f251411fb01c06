import{a as T}from"./chunk-PH3ZNEEE.js";import{b as E}from"./chunk-5RTUACKU.js";import{a as k}from"./chunk-F7OIVDJR.js";import{b as t}from"./chunk-6NZBIVOT.js";import{g as C}from"./chunk-XHUYLVKB.js";import"./chunk-4ZSGPMHC.js";import"./chunk-GAK5OM7N.js";import{o as x,q as w}from"./chunk-4UW7CTST.js";import{a as m,h as $,i as r,k as l,l as b,m as f,n as v,o as c,t as h,u as y,x as g}from"./chunk-PAJSDP5F.js";var s=class extends b{constructor(){super(...arguments);this.params=new URLSearchParams;this.enumerations=[];this.all=[];this.asked=new AbortController}connectedCallback(){super.connectedCallback(),this.read()}disconnectedCallback(){super.disconnectedCallback(),this.asked.abort()}render(){let e=h("tap");return r`<h1>${t.title}</h1>
      ${d("positions",t.positions,r`<p>${t.positionsSaid}</p><ul>${t.positionExamples.map(a=>r`<li><code>${a}</code></li>`)}</ul>`)}
      ${e?d("elsewhere",t.fromElsewhere,R(e,h("hips"))):l}
      ${e?this.service():l}
      ${d("keys",t.keys,r`<table><tbody>${E.keyList.map(([a,o])=>r`<tr><td><kbd>${a}</kbd></td><td>${o}</td></tr>`)}</tbody></table>`)}`}service(){if(this.failure)return x(this.failure,()=>{this.read()});if(!this.capability)return w();let{functions:e,formats:a,rowsDefault:o,rowsHard:u}=this.capability;return r`
      ${this.enumerations.length>0?d("filters",t.filters,r`<p>${t.filtersSaid}</p>${this.enumerations.map(S)}`):l}
      ${d("functions",t.functions,r`<p>${t.functionsSaid(e.length)}</p>
          <div class="scroll" tabindex="0" role="region" aria-label=${t.functionList}><table><tbody>
            ${e.map(p=>r`<tr><td><code>${p.form}</code></td><td>${p.description}</td></tr>`)}
          </tbody></table></div>`)}
      ${d("limits",t.limits,r`<ul>
          ${o===null?l:r`<li>${t.rows(o)}</li>`}
          ${u===null?l:r`<li>${t.rowsHard(u)}</li>`}
          <li>${t.formats(a.map(p=>p.aliases[0]??p.mime).join(", "))}</li>
        </ul>`)}
      ${this.all.length>0?d("examples",t.examples,r`${this.all.map(A)}`):l}`}async read(){let e=h("tap");if(!e)return;this.asked.abort(),this.asked=new AbortController;let{signal:a}=this.asked;this.failure=void 0;try{let[o,u,p]=await Promise.all([T(e,a),C(e),k(e,a).catch(()=>[])]);[this.capability,this.enumerations,this.all]=[o,u.enumerations,p]}catch(o){a.aborted||(this.failure=o)}}};s.styles=[y,$`
      :host { max-width: 900px; }
      pre { background: var(--panel); border: 1px solid var(--rule); border-radius: var(--radius); padding: var(--space-2) var(--space-3); overflow-x: auto; margin: 0 0 var(--space-3); }
      .scroll { max-height: 320px; overflow: auto; border: 1px solid var(--rule); border-radius: var(--radius); }
      summary { min-height: 24px; cursor: pointer; }
      kbd { font-family: var(--mono); white-space: nowrap; }
      td a { display: inline-block; min-height: 24px; }
      section > a { display: inline-block; min-height: 24px; }
    `],m([v({attribute:!1})],s.prototype,"params",2),m([c()],s.prototype,"capability",2),m([c()],s.prototype,"enumerations",2),m([c()],s.prototype,"all",2),m([c()],s.prototype,"failure",2),s=m([f("armilla-page-help")],s);function d(i,n,e){return r`<section aria-labelledby=${i}><h2 id=${i}>${n}</h2>${e}</section>`}function R(i,n){let e=`import pyvo
service = pyvo.dal.TAPService(${JSON.stringify(i)})
table = service.search("SELECT TOP 5 * FROM TAP_SCHEMA.tables").to_table()`,a=`stilts tapquery tapurl=${i} adql='SELECT TOP 5 * FROM TAP_SCHEMA.tables' out=tables.fits`;return r`<h3>${t.python}</h3>
    <pre tabindex="0">${e}</pre>
    <h3>${t.topcat}</h3>
    <p>${t.topcatSteps(i)}</p>
    <h3>${t.stilts}</h3>
    <pre tabindex="0">${a}</pre>
    ${n?r`<h3>${t.aladin}</h3><p>${t.aladinSteps(n)}</p>`:l}`}function S(i){let n=[...i.elements].sort((e,a)=>(e.wavelengthNm??e.index)-(a.wavelengthNm??a.index));return r`<h3>${i.name}</h3>
    <table>
      <thead><tr><th scope="col">${t.nameColumn}</th><th scope="col" class="number">${t.indexColumn}</th><th scope="col" class="number">${t.nmColumn}</th></tr></thead>
      <tbody>${n.map(e=>r`<tr><td><code>${i.name}::${e.name}</code></td><td class="number">${e.index}</td><td class="number">${e.wavelengthNm?.toFixed(1)??""}</td></tr>`)}</tbody>
    </table>`}function A(i){return r`<details>
    <summary>${i.name}</summary>
    <pre tabindex="0">${i.query}</pre>
    <p><a href=${`${g("query")}#q=${encodeURIComponent(i.query)}`} aria-label=${`${t.open}: ${i.name}`}>${t.open}</a></p>
  </details>`}export{s as HelpPage};

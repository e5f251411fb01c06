import{a as d}from"./chunk-5RTUACKU.js";import{e as r}from"./chunk-6NZBIVOT.js";import{a as t,h as o,i as m,l as p,m as a,n as i,u as s,x as h}from"./chunk-PAJSDP5F.js";var e=class extends p{constructor(){super(...arguments);this.params=new URLSearchParams}render(){return m`<h1>${r.title}</h1>
      <p>${r.said(decodeURI(location.pathname))}</p>
      <p>${r.steps}</p>
      <ul>${["home","query","images","help"].map(l=>m`<li><a href=${h(l)}>${d[l]}</a></li>`)}</ul>`}};e.styles=[s,o`li a { display: inline-block; min-height: 24px; }`],t([i({attribute:!1})],e.prototype,"params",2),e=t([a("armilla-page-missing")],e);export{e as MissingPage};

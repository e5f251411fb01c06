import{a as Yt}from"./chunk-SVMGADSJ.js";import{f as kt,g as Q,h as it,i as B,j as jt,k as Bt,l as Ht,m as Kt,n as qt,q as Vt,r as Wt,u as o,v as d}from"./chunk-3EWJND2R.js";import"./chunk-IPJGYF25.js";import{a as wt,c as Xt}from"./chunk-J225MXDX.js";import{a as st,b as It}from"./chunk-VSNLLRGE.js";import"./chunk-I3KC4HGQ.js";import"./chunk-JAHLVK7B.js";import{g as j,h as zt,i as $t,j as yt}from"./chunk-VVGEFEOM.js";import"./chunk-G5XFG4HA.js";import{c as Jt,g as Gt}from"./chunk-XHUYLVKB.js";import{a as Qt}from"./chunk-4ZSGPMHC.js";import"./chunk-GAK5OM7N.js";import{k as Ut,l as _t,o as W,p as vt,q as J}from"./chunk-4UW7CTST.js";import{A as Zt,B as rt,a as l,b as h,c as k,d as S,e as s,h as A,i as n,k as g,l as O,m as M,n as x,o as $,q as bt,t as U,u as P,x as G}from"./chunk-PAJSDP5F.js";function te(u,y,t=[]){let e={wget:'wget --continue --no-verbose --output-document="$1.part" "$2"',curl:'curl --fail --location --silent --show-error --retry 3 --continue-at - --output "$1.part" "$2"'}[y];return["#!/bin/sh",...t.map(i=>`# ${i.replace(/[\r\n]+/g," ")}`),"failed=0","fetch() {",'  [ -s "$1" ] && return',`  ${e} && mv "$1.part" "$1" || { echo "not fetched: $1" >&2; failed=1; }`,"}",...u.map(({name:i,url:r})=>`fetch ${Dt(i)} ${Dt(r)}`),"exit $failed",""].join(`
`)}function ee(u){return Xt("files",[{name:"obs_publisher_did",datatype:"char",ucd:"meta.ref.ivoid"},{name:"target_name",datatype:"char",ucd:"meta.id;src"},{name:"band",datatype:"char",ucd:"meta.id;instr.filter"},{name:"file_name",datatype:"char",ucd:"meta.id;meta.file"},{name:"access_url",datatype:"char",ucd:"meta.ref.url"},{name:"content_length",datatype:"long",unit:"byte",ucd:"phys.size;meta.file"}],u.map(({did:t,field:e,band:i,name:r,url:a,bytes:c})=>[t,e,i,r,a,c]))}function ie(u){let y=new Set;return u.map(t=>{let e=Pe(t),[i,r]=Ne(e),a=e;for(let c=2;y.has(a);c+=1)a=`${i}-${c}${r}`;return y.add(a),a})}function Z(u){let y=["bytes","kB","MB","GB","TB"],t=Math.min(y.length-1,u<1e3?0:Math.floor(Math.log10(u)/3)),e=u/1e3**t;return`${t===0?e:Number(e.toPrecision(3))} ${y[t]}`}function Pe(u){let y=u.split(/[/?#]/).filter(i=>i!=="").at(-1)??"image",t=y;try{t=decodeURIComponent(y)}catch{}let e=t.replace(/[^\p{L}\p{N}._+-]+/gu,"_").replace(/^[.-]+/,"");return e===""?"image":e}function Ne(u){let y=u.search(/(\.[A-Za-z]{2,4}){1,2}$/);return y<=0?[u,""]:[u.slice(0,y),u.slice(y)]}function Dt(u){return`'${u.replaceAll("'","'\\''")}'`}var Fe=1e7,Ue={FITS:"fits",VOTable:"votable",CSV:"csv"},_,f,xt,Et,Rt,se,re,Tt,ae,ne,oe,le,de,ce,Lt,E=class extends O{constructor(){super(...arguments);k(this,f);this.band="";this.marked=!1;this.circle=null;this.tables=[];this.links=null;this.error=null;this.chosenPicture=0;this.chosenTable=0;this.shown="";this.counted="";this.radius_arcmin=1;k(this,_,null)}willUpdate(t){t.has("image")&&s(this,f,xt).call(this),t.has("circle")&&this.circle&&this.circle.radius>0&&(this.radius_arcmin=Number((this.circle.radius*60).toPrecision(3)))}disconnectedCallback(){super.disconnectedCallback(),h(this,_)?.abort(),URL.revokeObjectURL(this.shown)}render(){let{image:t}=this,e=t.title??t.observation;return n`<section class="panel" aria-label=${e}>
      <div class="head">
        <h2>${e}</h2>
        <button class="plain" aria-label=${d.close} @click=${()=>s(this,f,Lt).call(this,"detail-close",null)}>×</button>
      </div>
      ${this.error?W(this.error,()=>{s(this,f,xt).call(this)}):g}
      <div class="all">
        <div>${s(this,f,se).call(this,e)}</div>
        <div>${s(this,f,re).call(this)} ${s(this,f,ae).call(this)} ${s(this,f,le).call(this)}</div>
      </div>
    </section>`}};_=new WeakMap,f=new WeakSet,xt=async function(){h(this,_)?.abort();let t=S(this,_,new AbortController);[this.links,this.error,this.counted,this.chosenPicture]=[null,null,"",0];let e=U("datalink");if(e===null){this.links=[];return}try{let i=await st(e,[this.image.did],t.signal);if(t.signal.aborted)return;this.links=i,await s(this,f,Rt).call(this,0)}catch(i){t.signal.aborted||([this.error,this.links]=[i,[]])}},Et=function(){return this.links?.filter(({semantics:t,url:e})=>t==="#preview-image"&&e)??[]},Rt=async function(t){let e=h(this,_)?.signal,i=h(this,f,Et)[t]?.url;if(this.chosenPicture=t,URL.revokeObjectURL(this.shown),this.shown="",!!i)try{let r=await(await Ut(i,{signal:e})).blob();!e?.aborted&&this.chosenPicture===t&&(this.shown=URL.createObjectURL(r))}catch(r){e?.aborted||(this.error=r)}},se=function(t){if(this.links===null)return J();let e=h(this,f,Et);return e.length===0?n`<div class="picture">${d.noPicture}</div>`:n`<div class="picture">${this.shown?n`<img src=${this.shown} alt=${d.picture(t)} />`:g}</div>
      ${e.length>1?n`<div class="row tabs">${e.map((i,r)=>n`<button aria-pressed=${r===this.chosenPicture} class=${r===this.chosenPicture?"primary":""} @click=${()=>{s(this,f,Rt).call(this,r)}}>${i.description??r+1}</button>`)}</div>`:g}`},re=function(){let{image:t}=this,e=t.band&&`${this.band?`${this.band}, `:""}${t.band.map(c=>(c*1e9).toFixed(0)).join("–")} nm`,i=t.times&&_e(t.times[0]),r=s(this,f,Tt).call(this)?.contentLength??t.bytes,a=[[d.wavelengths,e],[d.taken,i],[d.exposure,t.exposure_secs===null?null:`${Number(t.exposure_secs.toPrecision(4))} s`],[d.seeing,t.resolution_arcsec===null?null:`${t.resolution_arcsec.toFixed(2)}″`],[d.centre,t.centre&&j(t.centre)],[d.pixels,t.pixels&&t.pixels.join(" × ")],[d.size,r===null?null:Z(r)],[d.collection,t.collection],[d.identifier,t.did]];return n`<dl>${a.map(([c,v])=>v===null?g:n`<dt>${c}</dt><dd class=${c===d.identifier?"mono":""}>${v}</dd>`)}</dl>`},Tt=function(){return this.links?.find(({semantics:t,url:e})=>t==="#this"&&e)},ae=function(){let t=s(this,f,Tt).call(this),{image:e}=this,i=e.centre?G("sky",{pos:`${e.centre.ra} ${e.centre.dec}`,fov:String(e.fov??.5)}):null;return n`<div class="row">
        <button aria-pressed=${this.marked} @click=${()=>s(this,f,Lt).call(this,"marks-toggle",e)}>${this.marked?`✓ ${o.marked}`:o.mark}</button>
        ${t&&t.authorized!==!1?n`<a href=${t.url} download>${d.download}</a>`:g}
        ${i?n`<a href=${i}>${o.showOnSky}</a>`:g}
        ${t?n`<armilla-send .what=${{kind:"image",url:t.url,id:e.did,name:e.title??e.observation}}></armilla-send>`:g}
      </div>
      ${t?.authorized===!1?n`<p class="state warning">${d.notAllowed}</p>`:g} ${s(this,f,ne).call(this)}`},ne=function(){let t=this.links?.find(({semantics:r,service:a})=>r==="#cutout"&&a?.standardId?.toLowerCase().includes("soda#sync")),e=this.circle?.centre??this.image.centre;if(!t?.service||!e)return g;let i=It(t.service,{position:e,radius:this.radius_arcmin/60},this.image.did);return n`<div class="row">
      <span>${d.cutout} ${j(e,"decimal",4)},</span>
      <label>${d.cutoutSide} <input type="number" min="0.1" step="0.1" .value=${String(this.radius_arcmin)} @change=${r=>s(this,f,oe).call(this,r)} /> ′</label>
      ${i?n`<a href=${i} download>FITS</a>`:g}
    </div>`},oe=function(t){let e=t.target.valueAsNumber;e>0&&(this.radius_arcmin=e)},le=function(){let[t,{region:e}]=[U("tap"),this.image],i=this.tables[this.chosenTable];if(t===null||e===null||!i)return g;let r=Vt(i,e),a=c=>_t(`${t}/sync`,{LANG:"ADQL",QUERY:r,RESPONSEFORMAT:c,MAXREC:String(Fe)});return n`<fieldset>
      <legend>${d.objects}</legend>
      <div class="row">
        <label>${d.objectsOf}
          <select @change=${c=>s(this,f,de).call(this,c.target.selectedIndex)}>
            ${this.tables.map(({table:c},v)=>n`<option ?selected=${v===this.chosenTable}>${c.name}</option>`)}
          </select></label>
        ${this.counted?n`<span role="status">${this.counted}</span>`:n`<button @click=${()=>{s(this,f,ce).call(this,t,i)}}>${d.count}</button>`}
      </div>
      <div class="row">
        <span>${d.format}</span>
        ${Object.entries(Ue).map(([c,v])=>n`<a href=${a(v)} download=${`${this.image.observation}-objects.${v}`}>${c}</a>`)}
        <a href=${`${G("query")}#q=${encodeURIComponent(r)}`}>${d.openQuery}</a>
        <armilla-send .what=${{kind:"table",url:a("votable"),name:`${i.table.name} ${this.image.observation}`}}></armilla-send>
      </div>
    </fieldset>`},de=function(t){[this.chosenTable,this.counted]=[t,""]},ce=async function(t,e){let{region:i}=this.image;if(i!==null)try{let r=await Qt(t,Wt(e,i),{signal:h(this,_)?.signal});this.counted=d.counted(Number(r.rows[0]?.[0]??0))}catch(r){this.error=r}},Lt=function(t,e){this.dispatchEvent(new CustomEvent(t,{detail:e,bubbles:!0,composed:!0}))},E.styles=[P,A`
      .all { display: grid; grid-template-columns: minmax(220px, 1fr) minmax(280px, 1.4fr); gap: var(--space-4); }
      @media (max-width: 700px) { .all { grid-template-columns: 1fr; } }
      .picture { background: #000; border-radius: var(--radius); aspect-ratio: 1; display: grid; place-items: center; color: #fff; overflow: hidden; }
      .picture img { width: 100%; height: 100%; object-fit: contain; image-rendering: auto; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px var(--space-3); margin: 0 0 var(--space-3); font-size: 13px; }
      dt { color: var(--muted); }
      dd { margin: 0; overflow-wrap: anywhere; }
      .head { display: flex; justify-content: space-between; gap: var(--space-2); align-items: start; }
      .head h2 { margin: 0 0 var(--space-2); }
      fieldset { border: 1px solid var(--rule); border-radius: var(--radius); margin: var(--space-2) 0 0; }
      .tabs { margin-top: var(--space-1); }
      input[type="number"] { width: 6em; }
      .row a { display: inline-flex; align-items: center; min-height: 28px; padding: 0 4px; }
    `],l([x({attribute:!1})],E.prototype,"image",2),l([x()],E.prototype,"band",2),l([x({type:Boolean})],E.prototype,"marked",2),l([x({attribute:!1})],E.prototype,"circle",2),l([x({attribute:!1})],E.prototype,"tables",2),l([$()],E.prototype,"links",2),l([$()],E.prototype,"error",2),l([$()],E.prototype,"chosenPicture",2),l([$()],E.prototype,"chosenTable",2),l([$()],E.prototype,"shown",2),l([$()],E.prototype,"counted",2),l([$()],E.prototype,"radius_arcmin",2),E=l([M("armilla-image-detail")],E);function _e(u){return new Date((u-40587)*864e5).toISOString().slice(0,10)}var H,R,he,Ct,St,at,At,L=class extends O{constructor(){super(...arguments);k(this,R);this.images=[];this.bands=[];this.links=new Map;this.isLoading=!1;this.error=null;this.told="";k(this,H,null)}willUpdate(t){t.has("images")&&s(this,R,Ct).call(this)}disconnectedCallback(){super.disconnectedCallback(),h(this,H)?.abort()}render(){let t=s(this,R,St).call(this);if(this.images.length===0)return n`<section class="panel"><h2>${d.downloads(0)}</h2><p class="muted">${d.empty}</p></section>`;let e=t.filter(({mayFetch:i})=>i);return n`<section class="panel" aria-label=${d.downloads(t.length)}>
      <h2>${d.downloads(t.length)}</h2>
      <p>${d.total(e.length,me(e))}. <span class="muted">${d.notChecked}</span></p>
      ${e.length<t.length?n`<p class="state warning">${d.left(t.length-e.length)}</p>`:g}
      ${this.error?W(this.error,()=>{s(this,R,Ct).call(this)}):g}
      <div class="row">
        <button class="primary" ?disabled=${this.isLoading} @click=${()=>{s(this,R,at).call(this,"wget")}}>${d.wget}</button>
        <button ?disabled=${this.isLoading} @click=${()=>{s(this,R,at).call(this,"curl")}}>${d.curl}</button>
        <button ?disabled=${this.isLoading} @click=${()=>{s(this,R,at).call(this,"votable")}}>${d.votable}</button>
        <button class="plain" @click=${()=>s(this,R,At).call(this,t.map(({did:i})=>i))}>${d.unmarkAll}</button>
        <span role="status">${this.told}</span>
      </div>
      ${this.isLoading?J(2):g}
      <div class="list" tabindex="0" role="group" aria-label=${d.files}>
        <table><tbody>${t.map(i=>s(this,R,he).call(this,i))}</tbody></table>
      </div>
    </section>`}};H=new WeakMap,R=new WeakSet,he=function(t){return n`<tr>
      <td class="name">${t.mayFetch&&t.url?n`<a href=${t.url} download>${t.name}</a>`:t.name}</td>
      <td>${t.field}</td>
      <td>${t.band}</td>
      <td class="number">${t.bytes===null?d.unknownSize:Z(t.bytes)}</td>
      <td>${t.mayFetch&&t.url?n`<armilla-send .what=${{kind:"image",url:t.url,id:t.did,name:t.name}}></armilla-send>`:g}</td>
      <td><button class="plain" aria-label=${d.unmark(t.name)} @click=${()=>s(this,R,At).call(this,[t.did])}>×</button></td>
    </tr>`},Ct=async function(){h(this,H)?.abort();let t=S(this,H,new AbortController),[e,i]=[U("datalink"),this.links],r=this.images.map(({did:a})=>a).filter(a=>!i.has(a));if(this.error=null,!(e===null||r.length===0)){this.isLoading=!0;try{let c=(await st(e,r,t.signal)).filter(({semantics:v,url:m})=>v==="#this"&&m);this.links=new Map([...i,...c.map(v=>[v.id,v])])}catch(a){t.signal.aborted||(this.error=a)}finally{h(this,H)===t&&(this.isLoading=!1)}}},St=function(){let t=ie(this.images.map(({did:e})=>e));return this.images.map((e,i)=>{let r=this.links.get(e.did);return{name:t[i],url:r?.url??"",bytes:r?.contentLength??e.bytes,did:e.did,band:Q(e,this.bands)?.name??"",field:e.target??e.observation,isPublic:e.rights===null||e.rights==="public",mayFetch:r?.authorized!==!1}})},at=async function(t){let e=s(this,R,St).call(this).filter(({mayFetch:m,url:q})=>m&&q!==""),i=d.remarkTitle(e.length,me(e),bt().name);if(t==="votable")return wt("images.vot",ee(e),"application/x-votable+xml");let r=[i],a=[];e.some(({isPublic:m})=>!m)&&(this.told=d.signing);let c=bt().services.map(({url:m})=>m),v=await Promise.all(e.map(async m=>{if(m.isPublic)return m;let{url:q,expires:Y}=await Yt(m.url,c);return Y!==null&&a.push(Y),{...m,url:q}}));this.told=a.length>0?d.ends(a.sort()[0]):"",this.told&&r.push(this.told),wt(`images-${t}.sh`,te(v,t,r),"text/x-shellscript")},At=function(t){this.dispatchEvent(new CustomEvent("marks-remove",{detail:t,bubbles:!0,composed:!0}))},L.styles=[P,A`
      h2 { margin: 0 0 var(--space-1); }
      .list { max-height: 260px; overflow: auto; border: 1px solid var(--rule); border-radius: var(--radius); margin: var(--space-2) 0; }
      table { width: 100%; }
      td.name { overflow-wrap: anywhere; }
    `],l([x({attribute:!1})],L.prototype,"images",2),l([x({attribute:!1})],L.prototype,"bands",2),l([$()],L.prototype,"links",2),l([$()],L.prototype,"isLoading",2),l([$()],L.prototype,"error",2),l([$()],L.prototype,"told",2),L=l([M("armilla-image-downloads")],L);function me(u){let y=u.filter(({bytes:t})=>t!==null);return y.length===0?d.unknownSize:Z(y.reduce((t,{bytes:e})=>t+e,0))}var w,ge,fe,be,C,ve,D,nt,ot,N=class extends O{constructor(){super(...arguments);k(this,w);this.conditions=B(new URLSearchParams);this.bands=[];this.mistake="";this.draft=this.conditions;this.unit="arcmin";k(this,D,t=>{t.preventDefault(),this.dispatchEvent(new CustomEvent("image-search",{detail:this.draft,bubbles:!0,composed:!0}))});k(this,nt,()=>{this.draft=B(new URLSearchParams),this.dispatchEvent(new CustomEvent("image-search",{detail:this.draft,bubbles:!0,composed:!0}))});k(this,ot,t=>{t.key!=="Enter"||t.shiftKey||this.draft.positions.includes(`
`)||h(this,D).call(this,t)})}willUpdate(t){if(!t.has("conditions"))return;this.draft=this.conditions;let{radius:e}=this.conditions;this.unit=e>=1?"deg":e>=1/60||e===0?"arcmin":"arcsec"}render(){let{draft:t}=this,e=t.from||t.until||t.exposure!==null||t.seeing!==null||t.isFullCover;return n`<form @submit=${h(this,D)}>
      <label class="above">${o.position}
        <textarea rows="2" spellcheck="false" placeholder=${o.positionHint} .value=${t.positions}
          aria-invalid=${this.mistake!==""} aria-describedby="mistake"
          @input=${i=>s(this,w,C).call(this,{positions:i.target.value})}
          @keydown=${h(this,ot)}></textarea></label>
      <div class="row">
        <label>${o.radius}
          <input class="short" type="number" min="0" step="any" .value=${String(Number(yt(t.radius,this.unit).toPrecision(6)))}
            @input=${i=>s(this,w,C).call(this,{radius:$t(i.target.valueAsNumber,this.unit)})} />
        </label>
        <select aria-label=${`${o.radius}, unit`} @change=${i=>s(this,w,ve).call(this,i.target.value)}>
          ${["arcsec","arcmin","deg"].map(i=>n`<option ?selected=${i===this.unit}>${i}</option>`)}
        </select>
      </div>
      ${this.bands.length>0?s(this,w,ge).call(this):g}
      <details ?open=${!!e}>
        <summary>${o.more}</summary>
        <div class="row">
          <label>${o.from} <input type="date" .value=${t.from} @change=${i=>s(this,w,C).call(this,{from:pe(i)})} /></label>
          <label>${o.until} <input type="date" .value=${t.until} @change=${i=>s(this,w,C).call(this,{until:pe(i)})} /></label>
        </div>
        <div class="row">
          <label>${o.exposure} <input class="short" type="number" min="0" step="any" .value=${String(t.exposure??"")} @change=${i=>s(this,w,C).call(this,{exposure:ue(i)})} /></label>
          <label>${o.seeing} <input class="short" type="number" min="0" step="any" .value=${String(t.seeing??"")} @change=${i=>s(this,w,C).call(this,{seeing:ue(i)})} /></label>
        </div>
        <label><input type="checkbox" .checked=${t.isFullCover} @change=${i=>s(this,w,C).call(this,{isFullCover:i.target.checked})} /> ${o.fullCover}</label>
      </details>
      <div id="mistake" role="alert" class=${this.mistake?"state error":"visually-hidden"}>${this.mistake}</div>
      <div class="row">
        <button class="primary" type="submit">${o.search}</button>
        <button type="button" @click=${h(this,nt)}>${o.clear}</button>
      </div>
    </form>`}};w=new WeakSet,ge=function(){let{filters:t}=this.draft;return n`<fieldset>
      <legend class="muted">${o.filters}</legend>
      <div class="chips">
        <button type="button" class="chip" aria-pressed=${t.length===0} @click=${()=>s(this,w,C).call(this,{filters:[]})}><span class="swatch all" aria-hidden="true"></span>${o.allFilters}</button>
        ${this.bands.map(e=>s(this,w,fe).call(this,e,t.includes(e.name)))}
      </div>
    </fieldset>`},fe=function(t,e){let{light:i,dark:r,shape:a}=it(t),c=t.nm===null?t.name:`${t.name}, ${t.nm.toFixed(1)} nm`;return n`<button type="button" class="chip" aria-pressed=${e} title=${c} @click=${()=>s(this,w,be).call(this,t.name,e)}>
      <span class=${`swatch ${a}`} .style=${`--light:${i};--dark:${r}`} aria-hidden="true"></span>${t.name}
    </button>`},be=function(t,e){let{filters:i}=this.draft;s(this,w,C).call(this,{filters:e?i.filter(r=>r!==t):[...i,t]})},C=function(t){this.draft={...this.draft,...t}},ve=function(t){let e=yt(this.draft.radius,this.unit);this.unit=t,s(this,w,C).call(this,{radius:$t(e,t)})},D=new WeakMap,nt=new WeakMap,ot=new WeakMap,N.styles=[P,A`
      form { display: grid; gap: var(--space-3); }
      textarea { width: 100%; resize: vertical; font: 13px var(--mono); min-height: 52px; }
      label.above { width: 100%; }
      .chips { display: flex; flex-wrap: wrap; gap: 4px; }
      .chips legend { padding: 0; font-size: 13px; color: var(--muted); }
      fieldset { border: 0; padding: 0; margin: 0; min-width: 0; }
      .chip { display: inline-flex; gap: 5px; align-items: center; padding: 1px 8px 1px 6px; min-height: 26px; font-size: 13px; border-radius: 13px; }
      .chip[aria-pressed="true"] { background: var(--chosen); border-color: var(--link); font-weight: 600; }
      .swatch { width: 11px; height: 11px; background: light-dark(var(--light), var(--dark)); }
      .swatch.circle { border-radius: 6px; }
      .swatch.all { background: none; border: 1px solid var(--line); }
      .short { width: 7em; }
      input[type="date"] { width: 10em; }
      details[open] summary { margin-bottom: var(--space-2); }
      summary { cursor: pointer; color: var(--link); min-height: 24px; }
    `],l([x({attribute:!1})],N.prototype,"conditions",2),l([x({attribute:!1})],N.prototype,"bands",2),l([x()],N.prototype,"mistake",2),l([$()],N.prototype,"draft",2),l([$()],N.prototype,"unit",2),N=l([M("armilla-image-form")],N);function pe(u){return u.target.value}function ue(u){let y=u.target.valueAsNumber;return Number.isFinite(y)?y:null}var p,tt,$e,ye,Ot,Mt,ke,Pt,Nt,lt,dt,ct,we,F=class extends O{constructor(){super(...arguments);k(this,p);this.fields=[];this.bands=[];this.marked=new Set;this.pointed=-1;this.cursor=[0,0];k(this,ct,t=>{if(t.target.localName==="input"||t.ctrlKey||t.metaKey||t.altKey)return;let[e,i]=this.cursor,[r,a]=[this.fields.length,this.bands.length],v={ArrowLeft:[e,i-1],ArrowRight:[e,i+1],ArrowUp:[e-1,i],ArrowDown:[e+1,i],Home:[e,0],End:[e,a-1],PageUp:[e-10,i],PageDown:[e+10,i]}[t.key];if(v)s(this,p,we).call(this,Math.min(r-1,Math.max(0,v[0])),Math.min(a-1,Math.max(0,v[1])));else if(t.key==="Enter")s(this,p,Pt).call(this,e,i);else if(t.key===" ")s(this,p,lt).call(this,s(this,p,tt).call(this,e,i));else if(t.key==="m")s(this,p,Nt).call(this,e);else return;t.preventDefault(),t.stopPropagation()})}render(){let{fields:t,bands:e}=this;return n`<div class="frame">
        <table role="grid" aria-label=${o.matrix} aria-description=${o.matrixKeys} aria-rowcount=${t.length+1} aria-multiselectable="true" @keydown=${h(this,ct)}>
          <thead>
            <tr>
              <th scope="col">${o.field}</th>
              ${e.map(({name:i,nm:r})=>n`<th scope="col">${i}${r!==null&&!i.endsWith(" nm")?n`<span class="nm">${Math.round(r)}</span>`:g}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${t.map((i,r)=>s(this,p,$e).call(this,i,r))}
          </tbody>
        </table>
      </div>
      <p class="legend muted">${o.legend} ${o.matrixKeys}</p>`}};p=new WeakSet,tt=function(t,e){let i=this.bands[e];return this.fields[t]?.images.filter(r=>Q(r,this.bands)===i)??[]},$e=function(t,e){let i=t.images.every(({did:a})=>this.marked.has(a)),r=!i&&t.images.some(({did:a})=>this.marked.has(a));return n`<tr aria-rowindex=${e+2} class=${e===this.pointed?"pointed":""} @pointerenter=${()=>s(this,p,Mt).call(this,e)}>
      <th scope="row">
        <label class="check"><input type="checkbox" tabindex="-1" aria-label=${o.markAll(t.name)} .checked=${i} .indeterminate=${r} @change=${()=>s(this,p,Nt).call(this,e)} />${t.name}</label>
        <span class="muted mono">${t.centre?j(t.centre,"decimal",4):""}</span>
      </th>
      ${this.bands.map((a,c)=>s(this,p,ye).call(this,t,a,e,c))}
    </tr>`},ye=function(t,e,i,r){let a=s(this,p,tt).call(this,i,r),c=a.length>0&&a.every(({did:V})=>this.marked.has(V)),v=a.some(({rights:V})=>V!==null&&V!=="public"),m=it(e),q=a.length===0?o.missing:[v?o.restricted:"",c?o.marked:""].filter(Boolean).join(", ")||`${a.length}`,Y=e.nm!==null&&!e.name.endsWith(" nm")?` (${Math.round(e.nm)} nm)`:"",Me=this.cursor[0]===i&&this.cursor[1]===r;return n`<td
      role="gridcell" tabindex=${Me?0:-1} data-cell=${`${i},${r}`} aria-selected=${c}
      aria-label=${o.cell(e.name,Y,t.name,q)} title=${o.cell(e.name,Y,t.name,q)}
      @focus=${()=>s(this,p,Ot).call(this,i,r)} @click=${V=>s(this,p,ke).call(this,V,i,r)}
    ><span class=${`cell ${m.shape}${a.length===0?" missing":v?" locked":""}`} .style=${`--light:${m.light};--dark:${m.dark}`} aria-hidden="true">${v?"🔒":a.length>1?a.length:""}</span></td>`},Ot=function(t,e){this.cursor=[t,e],s(this,p,Mt).call(this,t)},Mt=function(t){t!==this.pointed&&(this.pointed=t,s(this,p,dt).call(this,"field-point",t))},ke=function(t,e,i){t.ctrlKey||t.metaKey||t.shiftKey?s(this,p,lt).call(this,s(this,p,tt).call(this,e,i)):s(this,p,Pt).call(this,e,i)},Pt=function(t,e){this.cursor=[t,e];let[i]=s(this,p,tt).call(this,t,e);i&&s(this,p,dt).call(this,"image-open",i)},Nt=function(t){s(this,p,lt).call(this,this.fields[t]?.images??[])},lt=function(t){let e=new Set(this.marked),i=t.every(({did:r})=>e.has(r));for(let{did:r}of t)i?e.delete(r):e.add(r);t.length>0&&s(this,p,dt).call(this,"marks-change",e)},dt=function(t,e){this.dispatchEvent(new CustomEvent(t,{detail:e,bubbles:!0,composed:!0}))},ct=new WeakMap,we=async function(t,e){s(this,p,Ot).call(this,t,e),await this.updateComplete,this.renderRoot.querySelector(`[data-cell="${t},${e}"]`)?.focus()},F.styles=[P,A`
      .frame { overflow-x: auto; border: 1px solid var(--rule); border-radius: var(--radius); }
      table { width: 100%; }
      thead th { vertical-align: bottom; text-align: center; font-size: 12px; padding: 3px 2px; }
      thead th:first-child, tbody th { text-align: left; padding-left: 8px; position: sticky; left: 0; background: var(--page); z-index: 1; }
      thead .nm { display: block; font-weight: 400; }
      tbody th { font-weight: 600; color: var(--text); min-width: 150px; }
      tbody th .muted { font-weight: 400; display: block; font-size: 12px; }
      td { padding: 3px 2px; text-align: center; }
      tr.pointed > * { background: var(--chosen); }
      .cell { position: relative; display: inline-grid; place-items: center; width: 32px; height: 28px; border-radius: 3px; cursor: pointer; border: 1px solid transparent; background: light-dark(var(--light), var(--dark)); color: light-dark(#fff, #101418); font-size: 12px; font-weight: 700; }
      .cell.circle { border-radius: 14px; }
      .cell.missing { cursor: default; border: 1px dashed var(--line); background: repeating-linear-gradient(135deg, var(--rule) 0 2px, transparent 2px 7px); }
      .cell.locked { background: var(--page); border: 2px solid light-dark(var(--light), var(--dark)); color: var(--text); }
      td[aria-selected="true"] .cell::after { content: "✓"; position: absolute; right: -3px; top: -6px; width: 16px; height: 16px; line-height: 15px; border-radius: 8px; font-size: 11px; background: var(--page); color: var(--good); border: 1px solid var(--good); }
      td:focus-visible { outline-offset: -2px; }
      .legend { font-size: 13px; margin: 4px 0 0; }
      .check { min-width: 24px; justify-content: center; }
    `],l([x({attribute:!1})],F.prototype,"fields",2),l([x({attribute:!1})],F.prototype,"bands",2),l([x({attribute:!1})],F.prototype,"marked",2),l([x({type:Number})],F.prototype,"pointed",2),l([$()],F.prototype,"cursor",2),F=l([M("armilla-image-matrix")],F);var xe="armilla-marked-images",z,I,K,X,et,b,Ee,Re,Te,Le,mt,Ce,Se,ut,ht,gt,ft,Ae,Oe,pt,T=class extends O{constructor(){super(...arguments);k(this,b);this.params=new URLSearchParams;this.filters=[];this.tables=[];this.answer=null;this.mistake="";this.error=null;this.isLoading=!1;this.pointed=-1;this.marked=new Set(JSON.parse(sessionStorage.getItem(xe)??"[]"));k(this,z,B(this.params));k(this,I,new Map);k(this,K,null);k(this,X,"");k(this,et,null);k(this,ut,t=>s(this,b,ht).call(this,t.detail));k(this,gt,t=>{let e=this.renderRoot.querySelector("armilla-image-form");s(this,b,ht).call(this,Kt(e?.draft??h(this,z),t.detail))});k(this,ft,t=>{let e=this.answer?.fields[Number(t.detail)]?.images[0];e&&rt({image:e.did})})}disconnectedCallback(){super.disconnectedCallback(),h(this,K)?.abort()}willUpdate(t){t.has("params")&&(Ft(B(this.params))!==Ft(h(this,z))&&S(this,z,B(this.params)),s(this,b,mt).call(this))}render(){if(U("sia")===null)return n`<h1>${o.title}</h1>${vt(o.noService)}`;let t=h(this,z),e=kt(this.filters,this.answer?.images??[]);return n`<h1>${o.title}</h1>
      <div class="top">
        <armilla-image-form .conditions=${t} .bands=${e} .mistake=${this.mistake} @image-search=${h(this,ut)}></armilla-image-form>
        <armilla-footprints
          drawable .footprints=${this.answer?.footprints??[]} .circles=${this.answer?.circles??[]}
          .chosen=${this.answer?.chosen(this.marked)??new Set} .pointed=${this.pointed<0?null:String(this.pointed)}
          @footprint-point=${i=>this.pointed=i.detail===null?-1:Number(i.detail)}
          @footprint-pick=${h(this,ft)} @circle-draw=${h(this,gt)}
        ></armilla-footprints>
      </div>
      <div aria-live="polite">${this.answer&&!this.isLoading?s(this,b,Ee).call(this,this.answer):g}</div>
      ${this.error?W(this.error,()=>{s(this,b,mt).call(this,!0)}):g} ${this.isLoading?J(4):g}
      <div class="below">${this.answer?s(this,b,Re).call(this,this.answer,e,t):g}</div>`}};z=new WeakMap,I=new WeakMap,K=new WeakMap,X=new WeakMap,et=new WeakMap,b=new WeakSet,Ee=function(t){return n`<p class="count">${o.found(t.images.length,t.fields.length)}</p>
      ${t.isCut?n`<div class="state warning"><p>${t.isAll?o.cutAll(t.rows_max):o.cut(t.rows_max)}</p>
            <a href=${`${G("query")}#q=${encodeURIComponent(t.adql())}`}>${o.asQuery}</a></div>`:g}
      ${t.unreadable>0?n`<p class="muted">${o.unreadable(t.unreadable)}</p>`:g}`},Re=function(t,e,i){let r=this.params.get("image"),a=r===null?void 0:t.images.find(({did:m})=>m===r),c=e.filter(({name:m})=>i.filters.includes(m)),v=[...this.marked].flatMap(m=>h(this,I).get(m)??[]);return n`${t.fields.length===0?s(this,b,Te).call(this,t,i):g}
      ${t.fields.length>0?n`<armilla-image-matrix
            .fields=${t.fields} .bands=${c.length>0?c:e} .marked=${this.marked} .pointed=${this.pointed}
            @field-point=${m=>this.pointed=m.detail}
            @image-open=${m=>rt({image:m.detail.did})}
            @marks-change=${m=>s(this,b,pt).call(this,m.detail)}
          ></armilla-image-matrix>`:g}
      ${a?n`<armilla-image-detail
            .image=${a} .band=${Q(a,e)?.name??""} .circle=${t.circles[0]??null} .tables=${this.tables}
            ?marked=${this.marked.has(a.did)} @detail-close=${()=>rt({image:null})} @marks-toggle=${()=>s(this,b,Ae).call(this,a)}
          ></armilla-image-detail>`:g}
      <armilla-image-downloads .images=${v} .bands=${e} @marks-remove=${m=>s(this,b,Oe).call(this,m.detail)}></armilla-image-downloads>`},Te=function(t,e){let i=Ht(e),r=n`${i.length>1?n`<ul>${t.without.map(({kind:a,images:c})=>n`<li>${o.without(o.conditions[a],c)}</li>`)}</ul>`:g}
      ${t.nearest?n`<p>${o.nearest(zt(t.nearest.distance),o.places[t.nearest.compass],t.nearest.name)}</p>
            <button @click=${()=>s(this,b,ht).call(this,{...e,positions:j(t.nearest.centre)})}>${o.goThere}</button>`:g}`;return vt(o.none,r)},Le=async function(){let t=U("tap");if(t!==null)try{let e=await Gt(t);this.tables=Jt(e),this.filters=[...e.enumerations[0]?.elements??[]].sort((i,r)=>(i.wavelengthNm??1/0)-(r.wavelengthNm??1/0))}catch{this.filters=[]}},mt=async function(t=!1){let e=U("sia"),i=h(this,z),r=Ft(i);if(e===null||r===h(this,X)&&!t)return;S(this,X,r),h(this,K)?.abort();let a=S(this,K,new AbortController);if([this.error,this.mistake,this.isLoading]=[null,"",!0],h(this,et)??S(this,et,s(this,b,Le).call(this)),await h(this,et),a.signal.aborted)return;let c=kt(this.filters,this.answer?.images??[]),v=Bt(i,c,0);if("kind"in v){[this.mistake,this.isLoading]=[s(this,b,Ce).call(this,v),!1];return}try{let m=await qt.ask(e,i,c,a.signal);if(a.signal.aborted)return;this.answer=m,s(this,b,Se).call(this,m.images),this.dispatchEvent(new CustomEvent("armilla-request",{bubbles:!0,composed:!0,detail:{method:"GET",url:m.url}})),await m.explain(e,a.signal),this.requestUpdate()}catch(m){a.signal.aborted||(this.error=m)}finally{h(this,K)===a&&(this.isLoading=!1)}},Ce=function(t){switch(t.kind){case"position":return`${o.notPosition(t.line,t.text)} ${t.why}`;case"radius":return o.badRadius;case"date":return o.badDate;case"too many":return o.tooManyPositions(t.most)}},Se=function(t){for(let e of t)h(this,I).set(e.did,e);this.marked=new Set([...this.marked].filter(e=>h(this,I).has(e)))},ut=new WeakMap,ht=function(t){S(this,X,"");let e=new URLSearchParams(Object.entries(jt(t)).flatMap(([i,r])=>r===null?[]:[[i,r]]));e.toString()===this.params.toString()?s(this,b,mt).call(this,!0):Zt(G("images",e))},gt=new WeakMap,ft=new WeakMap,Ae=function(t){let e=new Set(this.marked);e.delete(t.did)||e.add(t.did),s(this,b,pt).call(this,e)},Oe=function(t){s(this,b,pt).call(this,new Set([...this.marked].filter(e=>!t.includes(e))))},pt=function(t){this.marked=t,sessionStorage.setItem(xe,JSON.stringify([...t]))},T.styles=[P,A`
      .top { display: grid; grid-template-columns: minmax(300px, 5fr) minmax(320px, 6fr); gap: var(--space-4); align-items: start; }
      @media (max-width: 760px) { .top { grid-template-columns: 1fr; } }
      .count { margin: var(--space-4) 0 var(--space-2); font-size: 17px; font-weight: 600; }
      .below > * { margin-top: var(--space-4); }
    `],l([x({attribute:!1})],T.prototype,"params",2),l([$()],T.prototype,"filters",2),l([$()],T.prototype,"tables",2),l([$()],T.prototype,"answer",2),l([$()],T.prototype,"mistake",2),l([$()],T.prototype,"error",2),l([$()],T.prototype,"isLoading",2),l([$()],T.prototype,"pointed",2),l([$()],T.prototype,"marked",2),T=l([M("armilla-page-images")],T);function Ft(u){return JSON.stringify(u)}export{T as Page};

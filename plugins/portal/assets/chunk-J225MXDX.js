import{f as s}from"./chunk-4UW7CTST.js";function g(i,r,e="text/plain"){let n=URL.createObjectURL(r instanceof Blob?r:new Blob([r],{type:e})),o=document.createElement("a");o.href=n,o.download=i,o.click(),setTimeout(()=>URL.revokeObjectURL(n),1e4)}function p(i){let r=e=>{let n=e===null?"":String(e);return/[",\r\n]/.test(n)?`"${n.replaceAll('"','""')}"`:n};return i.map(e=>`${e.map(r).join(",")}\r
`).join("")}function d(i,r,e){let n=r.map(({name:t,datatype:a,unit:l,ucd:c})=>{let m=a==="char"?' arraysize="*"':"";return`<FIELD name="${s(t)}" datatype="${a}"${m}${l?` unit="${s(l)}"`:""}${c?` ucd="${s(c)}"`:""}/>`}),o=e.map(t=>`<TR>${t.map(a=>`<TD>${a===null?"":s(String(a))}</TD>`).join("")}</TR>`);return`<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/>
<TABLE name="${s(i)}">
${n.join(`
`)}
<DATA><TABLEDATA>
${o.join(`
`)}
</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
`}async function T(i,r,e){let n=URL.createObjectURL(new Blob([i],{type:"image/svg+xml"}));try{let o=new Image;o.src=n,await o.decode();let t=document.createElement("canvas");return[t.width,t.height]=[2*r,2*e],t.getContext("2d")?.drawImage(o,0,0,t.width,t.height),await new Promise((a,l)=>{t.toBlob(c=>c?a(c):l(new Error("the browser made no picture")),"image/png")})}finally{URL.revokeObjectURL(n)}}export{g as a,p as b,d as c,T as d};

var r;function t(){return r??=matchMedia("(prefers-color-scheme: dark)")}function n(){let e=document.documentElement.dataset.theme;return e?e==="dark":t().matches}export{t as a,n as b};

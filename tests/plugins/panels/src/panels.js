// Two elements: what the page knows of an object, and a page of its own.
customElements.define("test-where", class extends HTMLElement {
  connectedCallback() {
    const [table, id, ra, dec] = ["table", "id", "ra", "dec"].map((name) => this.getAttribute(name));
    const text = document.createElement("p");
    text.textContent = `object ${id} of ${table} at ${Number(ra).toFixed(3)} ${Number(dec).toFixed(3)}`;
    this.attachShadow({ mode: "open" }).append(text);
  }
});

customElements.define("test-weather", class extends HTMLElement {
  connectedCallback() {
    const head = document.createElement("h1");
    head.textContent = "Weather";
    const text = document.createElement("p");
    text.textContent = `seen with ${this.params.get("eyes") ?? "no"} eyes`;
    this.attachShadow({ mode: "open" }).append(head, text);
  }
});

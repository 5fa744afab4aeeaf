/** Style sheets that are added while the page runs are admitted by it. */
export const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";

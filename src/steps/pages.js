// A button that copies a program, where the browser can. The pages work without it.
for (const pre of document.querySelectorAll("pre")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(pre.innerText.trim());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select the line and copy it";
    }
  });
  pre.after(button);
}

// Only makes dropping and waiting easier: every page works without it.
(() => {
  const working = document.getElementById("working");
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      working.textContent = `${form.dataset.working || "書いています"}。お待ちください。`;
      working.classList.add("working--on");
    });
  }
  // A page that the browser kept whole (back button) may be sent again: its ticket leads to what came of the first.
  window.addEventListener("pageshow", () => {
    working.textContent = "";
    working.classList.remove("working--on");
    for (const form of document.querySelectorAll("form")) delete form.dataset.sent;
  });

  const told = document.querySelector(".told");
  if (told) {
    told.tabIndex = -1;
    told.focus();
  }

  const drop = document.getElementById("drop");
  if (!drop) return;
  const input = drop.querySelector("input[type=file]");
  const chosen = document.getElementById("chosen");
  const list = () => {
    chosen.replaceChildren(...Array.from(input.files, (file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name}（${Math.max(1, Math.round(file.size / 1024)).toLocaleString("ja")} KB）`;
      return line;
    }));
  };
  input.addEventListener("change", list);
  const over = (event) => {
    event.preventDefault();
    drop.classList.add("drop--over");
  };
  const out = () => drop.classList.remove("drop--over");
  // A file that misses the frame must not be opened in place of the page.
  window.addEventListener("dragover", over);
  window.addEventListener("dragleave", out);
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    out();
    if (event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      list();
      drop.querySelector("button").focus();
    }
  });
})();

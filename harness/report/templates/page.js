(function () {
  var box = document.querySelector(".filter");
  if (!box) return;
  box.hidden = false;
  var input = box.querySelector("input");
  var features = document.querySelectorAll("details.feature");
  input.addEventListener("input", function () {
    var wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    features.forEach(function (feature) {
      var shown = 0;
      var name = feature.querySelector("summary").querySelector("b").textContent.toLowerCase();
      feature.querySelectorAll("details.scenario").forEach(function (scenario) {
        var about = scenario.querySelector(".about");
        var text = name + " " + (scenario.querySelector("summary").textContent + " " + (about ? about.textContent : "")).toLowerCase();
        var hit = wanted.every(function (word) { return text.indexOf(word) >= 0; });
        scenario.hidden = !hit;
        shown += hit ? 1 : 0;
      });
      feature.hidden = !shown;
      feature.open = wanted.length > 0 && shown > 0;
    });
  });
  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  }
  window.addEventListener("hashchange", reveal);
  reveal();
})();

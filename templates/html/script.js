
(function () {
{% include "platform.js" %}
  var here = platform();
  var best = isWithinApp() ? 'within-app' : here;
  document.querySelectorAll('a[data-linkc]').forEach(function (a) {
    var url = a.getAttribute('data-linkc-' + best) || a.getAttribute('data-linkc-' + here);
    if (url) a.href = url;
  });
})();

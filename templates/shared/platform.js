function platform() {
  var data = navigator.userAgentData;
  var text = (data ? data.platform : '') + ' ' + navigator.userAgent;
  if (/Android/.test(text)) return 'android';
  if (/HarmonyOS/.test(text)) return 'harmonyos';
  if (/iPhone|iPad|iPod/.test(text)) return 'ios';
  if (/Windows/.test(text)) return 'windows';
  // An iPad calls itself a Mac; no Mac has a touch screen.
  if (/Mac/.test(text)) return navigator.maxTouchPoints > 1 ? 'ios' : 'macos';
  return /Linux|CrOS/.test(text) ? 'linux' : '';
}
// Browsers within apps (WeChat, QQ, DingTalk, Weibo, Facebook, Instagram, Line, WebViews) open no other app.
function isWithinApp() {
  var agent = navigator.userAgent;
  return /MicroMessenger|QQ\/|DingTalk|Weibo|FBA[NV]|Instagram| Line\/|; wv\)/.test(agent) ||
    (/iPhone|iPad|iPod/.test(agent) && !/Safari\//.test(agent));
}

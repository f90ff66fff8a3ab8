export const join = (id, name) =>
  `cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=${id}&name=${encodeURIComponent(name)}&open_mic=false&open_camera=false`;

export const loginAndJoin = (id, name, nonce) =>
  `cloudlink://welinksoftclient/h5page?page>LoginAndJoinConf&conf_id=${id}&name=${encodeURIComponent(name)}&open_mic=false&open_camera=false&nonce=${nonce}`;

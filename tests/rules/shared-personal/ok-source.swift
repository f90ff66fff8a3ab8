let url = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Maria%20Keller&open_mic=false&open_camera=false"

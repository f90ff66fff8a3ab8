val link = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&enter_code=483920&name=Tom&open_mic=false&open_camera=false"

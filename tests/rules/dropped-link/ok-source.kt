val link = "cloudlink://welinksoftclient/h5page?page=launch"

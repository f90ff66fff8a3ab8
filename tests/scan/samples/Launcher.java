class Launcher {
    void launch() {
        if (packageInstalled("com.huawei.CloudLink")) {
            String startUrl = "cloudlink://welinksoftclient/h5page?page=launch";
            startActivity(new Intent().setData(Uri.parse(startUrl)));
        }
    }

    void login(String nonce) {
        String startUrl = "cloudlink://welinksoftclient/h5page?page=launch&nonce=" + nonce;
        startActivity(new Intent().setData(Uri.parse(startUrl)));
    }

    void join() {
        Uri.Builder builder = new Uri.Builder()
            .scheme("cloudlink")
            .authority("welinksoftclient")
            .path("h5page")
            .appendQueryParameter("page", "joinConfByLink")
            .appendQueryParameter("conf_id", confId);
        startActivity(new Intent().setData(builder.build()));
    }
}

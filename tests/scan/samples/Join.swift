import UIKit

func loginAndJoin(confId: String, name: String, mic: Bool, camera: Bool) {
    let link = "cloudlink://welinksoftclient/h5page?page=LoginAndJoinConf&conf_id=\(confId)&name=\(encoded(name))&open_mic=\(mic)&open_camera=\(camera)"
    UIApplication.shared.open(URL(string: link)!)
}

func login(nonce: String) {
    UIApplication.shared.open(URL(string: "cloudlink://welinksoftclient/h5page?page=launch&nonce=\(nonce)")!)
}

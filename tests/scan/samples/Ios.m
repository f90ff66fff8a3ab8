@implementation Sample

- (void)launch {
    NSURL *launchUrl = [NSURL URLWithString:@"cloudlink://welinksoftclient/h5page?page=launch"];
    [[UIApplication sharedApplication] openURL:launchUrl options:@{} completionHandler:nil];
}

- (void)loginWithNonce:(NSString *)nonce {
    NSString *schemeStr = [NSString stringWithFormat:@"cloudlink://welinksoftclient/h5page?page=launch&nonce=%@", nonce];
    NSURL *url = [[NSURL alloc] initWithString:[schemeStr stringByAddingPercentEncodingWithAllowedCharacters:[NSCharacterSet URLQueryAllowedCharacterSet]]];
}

- (void)join:(id)sender {
    NSString *nonceStr = [self nonce];
    NSString *joinConfString = [NSString stringWithFormat:@"cloudlink://welinksoftclient/h5page?page=joinConfByLink&server_url=%@&port=%@&conf_id=%@&enter_code=%@&name=%@&open_mic=%@&open_camera=%@&nonce=%@", server_url, port, confId, enter_code, name, open_mic, open_camera, nonce];
    NSURL *joinConfUrl = [NSURL URLWithString:joinConfString];
    [[UIApplication sharedApplication] openURL:joinConfUrl options:@{} completionHandler:nil];
}

- (void)loginAndJoin:(id)sender {
    NSString *joinConfString = [NSString stringWithFormat:@"cloudlink://welinksoftclient/h5page?page=LoginAndJoinConf&server_url=%@&port=%@&conf_id=%@&enter_code=%@&name=%@&open_mic=%@&open_camera=%@", server_url, port, confId, enter_code, name, open_mic, open_camera];
    NSURL *joinConfUrl = [NSURL URLWithString:joinConfString];
    [[UIApplication sharedApplication] openURL:joinConfUrl options:@{} completionHandler:nil];
}

@end

@implementation Sample

- (void)joinConfWithoutLogin:(id)sender {
    NSString *joinConfString = [NSString stringWithFormat:@"cloudlink://welinksoftclient/h5page?page=joinTmpConfByLink&server_url=%@&port=%@&conf_id=%@&enter_code=%@&name=%@&open_mic=%@&open_camera=%@", server_url, port, confId, enter_code, name, open_mic, open_camera];
    NSURL *joinConfUrl = [NSURL URLWithString:joinConfString];
    [[NSWorkspace sharedWorkspace] openURL:joinConfUrl];
}

@end

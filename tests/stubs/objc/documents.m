// What is wrong with the samples of the vendor's document (sections 3.3 and 5.3) is not wrong here, one by one. The
// numbers are those of the register of contradictions that the schema's `contested` comes from.
#import "HuaweiCloudMeeting.h"

#import "platform.h"

static NSUInteger facts;

static void Fact(const char *fact, BOOL isSo)
{
    if (!isSo) {
        fprintf(stderr, "not so: %s\n", fact);
        exit(1);
    }
    facts++;
}

static BOOL Has(NSString *text, NSString *part)
{
    return [text rangeOfString:part options:NSLiteralSearch].location != NSNotFound;
}

int main(void)
{
    @autoreleasepool {
        HCMJoinLink *join = [[HCMJoinLink alloc] initWithConfID:@"12345" name:@"Tom"];
        HCMLoginAndJoinLink *login = [[HCMLoginAndJoinLink alloc] initWithConfID:@"12345" name:@"Tom" nonce:@"Ey0pQ"];
        NSString *joinIOS = [join URLForPlatform:HCMPlatformIOS error:NULL].absoluteString;
        NSString *loginIOS = [login URLForPlatform:HCMPlatformIOS error:NULL].absoluteString;
        NSString *loginMac = [login URLForPlatform:HCMPlatformMacOS error:NULL].absoluteString;

        // C2: on macOS the sample for logging in and joining joins anonymously, and has no nonce.
        Fact("C2: on macOS logging in and joining has its own page", Has(loginMac, @"?page=LoginAndJoinConf&"));
        Fact("C2: on macOS it has the nonce", Has(loginMac, @"&nonce=Ey0pQ"));
        // C3: on iOS the sample for joining has a nonce.
        Fact("C3: on iOS joining has no nonce", Has(joinIOS, @"?page=joinConfByLink&") && !Has(joinIOS, @"nonce"));
        Fact("C3: nor a property for one", ![HCMJoinLink instancesRespondToSelector:NSSelectorFromString(@"nonce")]);
        // C4: on iOS the sample for logging in and joining has none.
        Fact("C4: on iOS logging in and joining has the nonce", Has(loginIOS, @"&nonce=Ey0pQ"));
        login.nonce = @"";
        NSError *error = nil;
        Fact("C4: without it there is no link", ![login URLForPlatform:HCMPlatformIOS error:&error]);
        Fact("C4: the error says that it is required", Has(error.localizedDescription, @"`nonce` is required"));
        // C5: a sample declares `nonceStr` and uses `nonce`. That nothing here is undeclared is what the compiler says.
        // C8: the samples for joining encode nothing, those with a nonce the whole link.
        join.name = @"Zo\u00eb & Co=1 100% #+ \u4e2d";
        joinIOS = [join URLForPlatform:HCMPlatformIOS error:NULL].absoluteString;
        Fact("C8: a value is encoded, once, and alone",
            Has(joinIOS, @"?page=joinConfByLink&conf_id=12345&name=Zo%C3%AB%20%26%20Co%3D1%20100%25%20%23%2B%20%E4%B8%AD&open_mic="));
        // C9: the samples for Android make one URL and open another.
        appIsInstalled = YES;
        [join openWithCompletionHandler:nil];
        Fact("C9: what is opened is what was made",
            [Arrived().lastObject isEqualToString:(NSString *)[join URLWithError:NULL].absoluteString]);
        // C10: on Windows one name stands for three functions.
        NSSet *classes = [NSSet setWithObjects:[HCMLaunchLink class], [HCMLoginLink class], [HCMJoinLink class],
            [HCMLoginAndJoinLink class], nil];
        Fact("C10: every page has a class of its own", classes.count == 4);
        printf("%lu facts hold\n", (unsigned long)facts);
    }
    return 0;
}

// Opens links as an app would: first without the app that they are for, then with it. The lines of `open.txt` have the
// values of a link and its URL, as the driver has printed it.
#import "HuaweiCloudMeeting.h"

#import "platform.h"
#import "units.h"

static void Check(BOOL isRight, const char *fact)
{
    if (!isRight) {
        fprintf(stderr, "not so: %s\n", fact);
        exit(1);
    }
}

static HCMJoinLink *Join(NSString *line)
{
    NSArray<NSString *> *fields = [line componentsSeparatedByString:@"\t"];
    NSString *confID = [fields[0] substringFromIndex:@"conf_id=t".length];
    NSString *name = [fields[1] substringFromIndex:@"name=t".length];
    return [[HCMJoinLink alloc] initWithConfID:[[Units alloc] initWithEncoded:confID]
                                          name:[[Units alloc] initWithEncoded:name]];
}

static long Kilobytes(void)
{
    long all = 0, own = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    Check(file && fscanf(file, "%ld %ld", &all, &own) == 2, "the memory is known");
    fclose(file);
    return own * 4;
}

/** Makes links, opens them and has them refused. */
static void Rounds(int count)
{
    for (int round = 0; round < count; round++) {
        @autoreleasepool {
            NSString *name = [@"" stringByPaddingToLength:5000 withString:@"abc " startingAtIndex:0];
            HCMJoinLink *link = [[HCMJoinLink alloc] initWithConfID:@(round).stringValue name:name];
            link.name = [name mutableCopy];
            __block int told = 0;
            [link openWithCompletionHandler:^(BOOL opened, NSError *error) {
                told += link && !opened && error ? 1 : 0;
            }];
            link.port = @0;
            Check(told == 1 && ![link URLWithError:NULL], "a round is a round");
        }
    }
}

int main(void)
{
    appIsInstalled = NO;
    Rounds(100);
    long before = Kilobytes();
    Rounds(500);
    Check(Kilobytes() - before < 1000, "nothing is left of a link that is gone");

    @autoreleasepool {
        NSString *file = [NSString stringWithContentsOfFile:@"open.txt" encoding:NSUTF8StringEncoding error:NULL];
        NSMutableArray<NSString *> *lines = [[file componentsSeparatedByString:@"\n"] mutableCopy];
        [lines removeLastObject];
        Check(lines.count > 10, "there are links to open");
        __block NSUInteger told = 0;

        appIsInstalled = NO;
        [Join(lines[0]) openWithCompletionHandler:^(BOOL opened, NSError *error) {
            Check(!opened, "without the app nothing opens");
            Check([error.domain isEqualToString:HCMLinkErrorDomain], "the error is of the stub");
            Check(error.code == HCMLinkErrorNotOpened, "the error says that the app is not there");
            Check(error.localizedDescription.length > 0, "it says so in words");
            told++;
        }];
        Check(told == 1 && Arrived().count == 0, "it is told once, and nothing arrives");
        NSURL *page = [HCMLink downloadURLForPlatform:HCMPlatformCurrent];
#if TARGET_OS_IPHONE && !TARGET_OS_MACCATALYST
        Check([page.absoluteString isEqualToString:@"https://apps.apple.com/app/id1354340495"], "the App Store has the app");
#else
        Check([page.scheme isEqualToString:@"https"], "the vendor has the app");
#endif

        appIsInstalled = YES;
        for (NSString *line in lines) {
            [Join(line) openWithCompletionHandler:^(BOOL opened, NSError *error) {
                Check(opened && !error, "with the app the link opens");
                told++;
            }];
            Check([Arrived().lastObject isEqualToString:[line componentsSeparatedByString:@"\t"][2]], "what arrives is the URL");
        }
        Check(told == 1 + lines.count && Arrived().count == lines.count, "each is told once, and arrives once");
        [Join(lines[0]) openWithCompletionHandler:nil];
        Check(Arrived().count == lines.count + 1, "nobody has to be told");

        HCMJoinLink *refused = Join(lines[0]);
        refused.enterCode = @"p%ssw\"rd";
        [refused openWithCompletionHandler:^(BOOL opened, NSError *error) {
            Check(!opened && error.code == HCMLinkErrorRefused, "what cannot stand in a link is refused");
            Check([error.localizedDescription rangeOfString:@"enter_code"].location != NSNotFound, "the message names the parameter");
            Check([error.description rangeOfString:@"p%ssw"].location == NSNotFound, "the error does not have the secret");
            told++;
        }];
        Check([refused.description rangeOfString:@"p%ssw"].location == NSNotFound, "nor has what a link prints of itself");
        Check(told == 2 + lines.count && Arrived().count == lines.count + 1, "what is refused does not arrive");
        refused.enterCode = nil;
        refused.openMic = @2;
        Check(![refused URLWithError:NULL], "two is no boolean");
        refused.openMic = nil;
        refused.port = @1.5;
        Check(![refused URLWithError:NULL], "one and a half is no whole number");
        refused.port = nil;
        Check([refused URLWithError:NULL] != nil, "what was taken back is not given");
        printf("%lu links arrived\n", (unsigned long)lines.count);
    }
    return 0;
}

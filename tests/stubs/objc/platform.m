#import "platform.h"

BOOL appIsInstalled;

NSMutableArray<NSString *> *Arrived(void)
{
    static NSMutableArray<NSString *> *arrived;
    if (!arrived) {
        arrived = [NSMutableArray array];
    }
    return arrived;
}

static BOOL Open(NSURL *url)
{
    if (appIsInstalled) {
        [Arrived() addObject:(NSString *)url.absoluteString];
    }
    return appIsInstalled;
}

#if TARGET_OS_IPHONE
#import <UIKit/UIKit.h>

@implementation UIApplication

+ (UIApplication *)sharedApplication
{
    static UIApplication *shared;
    if (!shared) {
        shared = [[self alloc] init];
    }
    return shared;
}

- (void)openURL:(NSURL *)url
              options:(NSDictionary<NSString *, id> *)options
    completionHandler:(nullable void (^)(BOOL success))completion
{
    if (options.count > 0 || !completion) {
        abort();
    }
    completion(Open(url));
}

@end
#else
#import <AppKit/AppKit.h>

@interface Workspace : NSObject
- (BOOL)openURL:(NSURL *)url;
@end

@implementation Workspace

- (BOOL)openURL:(NSURL *)url
{
    return Open(url);
}

@end

// GNUstep's own asks a program of the desktop, and waits for a person where there is none.
#pragma clang diagnostic ignored "-Wobjc-protocol-method-implementation"
@implementation NSWorkspace (Platform)

+ (NSWorkspace *)sharedWorkspace
{
    static id shared;
    if (!shared) {
        shared = [[Workspace alloc] init];
    }
    return shared;
}

@end
#endif

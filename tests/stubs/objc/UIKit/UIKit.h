// The piece of UIKit that a stub uses, as Apple declares it.
#import <Foundation/Foundation.h>

NS_ASSUME_NONNULL_BEGIN

@interface UIApplication : NSObject
+ (UIApplication *)sharedApplication NS_EXTENSION_UNAVAILABLE_IOS("");
- (void)openURL:(NSURL *)url
              options:(NSDictionary<NSString *, id> *)options
    completionHandler:(nullable void (^)(BOOL success))completion NS_EXTENSION_UNAVAILABLE_IOS("");
@end

NS_ASSUME_NONNULL_END

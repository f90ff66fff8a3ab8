// What Apple's headers have and GNUstep's do not; included before all else.
#include <objc/objc.h>

// For `@YES`.
#undef YES
#undef NO
#define YES __objc_yes
#define NO __objc_no

#include <Foundation/NSObjCRuntime.h>

#define NS_ASSUME_NONNULL_BEGIN _Pragma("clang assume_nonnull begin")
#define NS_ASSUME_NONNULL_END _Pragma("clang assume_nonnull end")
#define NS_ERROR_ENUM(domain, name) NS_ENUM(NSInteger, name)
#ifndef NS_EXTENSION_UNAVAILABLE_IOS
#define NS_EXTENSION_UNAVAILABLE_IOS(message)
#endif
#define NS_TYPED_ENUM
#undef NS_UNAVAILABLE
#define NS_UNAVAILABLE __attribute__((unavailable))

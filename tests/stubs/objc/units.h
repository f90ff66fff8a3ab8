// A string that holds whatever units of UTF-16 it is given, as Apple's do: GNUstep's drop a byte order mark, and halves
// of characters.
#import <Foundation/Foundation.h>

@interface Units : NSString
- (instancetype)initWithUnits:(NSData *)units;
/** Of UTF-8 that is percent-encoded. */
- (instancetype)initWithEncoded:(NSString *)text;
@end

#import "units.h"

@implementation Units {
    NSData *_units;
}

- (instancetype)initWithUnits:(NSData *)units
{
    self = [super init];
    if (self) {
        _units = [units copy];
    }
    return self;
}

- (instancetype)initWithEncoded:(NSString *)text
{
    NSMutableData *units = [NSMutableData data];
    const unsigned char *at = (const unsigned char *)text.UTF8String;
    unsigned long scalar = 0, left = 0;
    while (*at) {
        unsigned long byte = *at;
        if (byte == '%') {
            const char digits[] = { (char)at[1], (char)at[2], 0 };
            byte = strtoul(digits, NULL, 16);
            at += 2;
        }
        at++;
        if ((byte & 0xc0) == 0x80) {
            scalar = scalar << 6 | (byte & 0x3f);
            left--;
        } else {
            left = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
            scalar = left == 0 ? byte : byte & (0x3fu >> left);
        }
        if (left == 0 && scalar > 0xffff) {
            const unichar pair[] = { (unichar)(0xd7c0 + (scalar >> 10)), (unichar)(0xdc00 + (scalar & 0x3ff)) };
            [units appendBytes:pair length:sizeof pair];
        } else if (left == 0) {
            const unichar unit = (unichar)scalar;
            [units appendBytes:&unit length:sizeof unit];
        }
    }
    return [self initWithUnits:units];
}

- (NSUInteger)length
{
    return _units.length / sizeof(unichar);
}

- (unichar)characterAtIndex:(NSUInteger)index
{
    return ((const unichar *)_units.bytes)[index];
}

- (id)copyWithZone:(NSZone *)zone
{
    (void)zone;
    return self;
}

@end

// What the platform does with a link, written down.
#import <Foundation/Foundation.h>

extern BOOL appIsInstalled;

/** The URLs that the app got, in order. */
NSMutableArray<NSString *> *Arrived(void);

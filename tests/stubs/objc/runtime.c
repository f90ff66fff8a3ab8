// Clang's modern runtime interface on that of GCC's libobjc, which Debian's GNUstep is compiled for: instance variables
// that no interface declares, subscripts, and automatic reference counting.
#include <Block.h>
#include <stddef.h>

typedef struct object { struct class *isa; } *id;
typedef const struct selector *SEL;
typedef id (*IMP)(id, SEL, ...);

struct ivars { int count; struct { const char *name, *type; int offset; } list[]; };

struct class {
    struct class *isa;
    const char *super_name, *name;
    long version;
    unsigned long info;
    long size;
    struct ivars *ivars;
    void *methods, *table, *subclasses, *sibling, *protocols, *gc;
    // What GCC's has not.
    long abi;
    int **offsets;
    void *properties;
};
struct category { const char *name, *class_name; void *methods, *class_methods, *protocols; };
struct symbols { unsigned long selector_count; void *selectors; unsigned short class_count, category_count; void *all[]; };
struct module { unsigned long version, size; const char *name; struct symbols *symbols; };
struct super { id self; struct class *class; };
struct slot { struct class *owner, *cached; const char *types; int version; IMP method; };

extern void *_NSConcreteGlobalBlock[], *_NSConcreteMallocBlock[], *_NSConcreteStackBlock[];
IMP objc_msg_lookup(id, SEL);
IMP objc_msg_lookup_super(struct super *, SEL);
SEL sel_registerName(const char *);
id objc_lookup_class(const char *);
void __real___objc_exec_class(struct module *);
int __gnu_objc_personality_v0(int, int, unsigned long, void *, void *);

// Makes a module one of GCC's. All its classes are derived from NSObject, which has nothing but its class, and from each
// other only where the superclass has no instance variables either.
void __wrap___objc_exec_class(struct module *module)
{
    struct symbols *symbols = module->symbols;
    for (int at = 0; at < symbols->class_count; at++) {
        struct class *class = symbols->all[at];
        class->info &= ~0x10ul;
        class->isa->info &= ~0x10ul;
        class->protocols = class->isa->protocols = NULL;
        class->size = (long)sizeof(struct object) - class->size;
        for (int own = 0; class->ivars && own < class->ivars->count; own++) {
            class->ivars->list[own].offset += (int)sizeof(struct object);
            *class->offsets[own] = class->ivars->list[own].offset;
        }
    }
    for (int at = 0; at < symbols->category_count; at++) {
        ((struct category *)symbols->all[symbols->class_count + at])->protocols = NULL;
    }
    module->version = 8;
    module->size = sizeof(struct module);
    __real___objc_exec_class(module);
}

static struct slot *slot_of(IMP method)
{
    static _Thread_local struct slot slot;
    slot.method = method;
    return &slot;
}

struct slot *objc_msg_lookup_sender(id *self, SEL selector, id sender)
{
    (void)sender;
    return slot_of(objc_msg_lookup(*self, selector));
}

struct slot *objc_slot_lookup_super(struct super *super, SEL selector)
{
    return slot_of(objc_msg_lookup_super(super, selector));
}

static id send(id object, const char *name)
{
    SEL selector = sel_registerName(name);
    return object ? objc_msg_lookup(object, selector)(object, selector) : NULL;
}

static int is_block(id object)
{
    void **isa = object ? (void **)object->isa : NULL;
    return isa && (isa == _NSConcreteStackBlock || isa == _NSConcreteGlobalBlock || isa == _NSConcreteMallocBlock);
}

id objc_retain(id object)
{
    return is_block(object) ? Block_copy(object) : send(object, "retain");
}

void objc_release(id object)
{
    if (is_block(object)) {
        Block_release(object);
    } else {
        send(object, "release");
    }
}

id objc_autorelease(id object)
{
    return send(object, "autorelease");
}

id objc_retainBlock(id block)
{
    return block ? Block_copy(block) : NULL;
}

id objc_retainAutorelease(id object)
{
    return objc_autorelease(objc_retain(object));
}

id objc_retainAutoreleaseReturnValue(id object)
{
    return objc_retainAutorelease(object);
}

id objc_autoreleaseReturnValue(id object)
{
    return objc_autorelease(object);
}

id objc_retainAutoreleasedReturnValue(id object)
{
    return objc_retain(object);
}

void objc_storeStrong(id *place, id object)
{
    id before = *place;
    *place = objc_retain(object);
    objc_release(before);
}

void objc_setProperty_nonatomic_copy(id self, SEL selector, id object, ptrdiff_t offset)
{
    (void)selector;
    id *place = (id *)((char *)self + offset), before = *place;
    *place = is_block(object) ? Block_copy(object) : send(object, "copy");
    objc_release(before);
}

void *objc_autoreleasePoolPush(void)
{
    return send(send(objc_lookup_class("NSAutoreleasePool"), "alloc"), "init");
}

void objc_autoreleasePoolPop(void *pool)
{
    send(pool, "drain");
}

int __gnustep_objc_personality_v0(int version, int actions, unsigned long kind, void *exception, void *context)
{
    return __gnu_objc_personality_v0(version, actions, kind, exception, context);
}

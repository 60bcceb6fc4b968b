// SPDX-License-Identifier: GPL-2.0-or-later
// A stand-in for libGL.so.1 that draws what goes to the window in its lower left corner, SMALL_GL_SCALE times as large,
// and writes frames as they are finished. All else goes on to the real library. Textures keep their size, so that what
// is drawn, the choice of mipmaps among it, is what the program would draw into a smaller window.
//
//   SMALL_GL_WIDTH, SMALL_GL_HEIGHT   size of the window that the program thinks it has
//   SMALL_GL_SCALE                    scale of the wanted frames; all others are drawn at 1/16
//   SMALL_GL_FRAMES                   the numbers of the wanted frames, with commas; counted from 0
//   SMALL_GL_OUTPUT                   file names: this, the number, ".ppm"
//
// capture.py builds it so that it needs the real library by its full path: lookups in
// this one then find everything.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { int x, y, width, height; } Box;

static int frame;
static int drawn_into;
static Box viewport, scissor;
static int has_viewport, has_scissor;

static void *real(const char *name) {
    static void *library;
    if (!library) library = dlopen(REAL_GL, RTLD_LAZY | RTLD_LOCAL);
    void *function = library ? dlsym(library, name) : NULL;
    if (!function) {
        fprintf(stderr, "small_gl: the real library has no %s\n", name);
        abort();
    }
    return function;
}

#define REAL(result, name, parameters)                          \
    static result (*function) parameters;                       \
    if (!function) function = (result(*) parameters)real(#name)

static int number(const char *name) {
    const char *text = getenv(name);
    return text ? atoi(text) : 0;
}

static int is_wanted(void) {
    const char *text = getenv("SMALL_GL_FRAMES");
    while (text && *text) {
        char *end;
        if (strtol(text, &end, 10) == frame && end != text) return 1;
        text = strchr(text, ',');
        if (text) text++;
    }
    return 0;
}

static double scale(void) {
    static int known = -1;
    static double value;
    if (known != frame) {
        const char *text = getenv("SMALL_GL_SCALE");
        value = is_wanted() && text ? atof(text) : 1.0 / 16.0;
        known = frame;
    }
    return drawn_into == 0 ? value : 1.0;
}

static Box scaled(Box box) {
    double factor = scale();
    int left = (int)floor(box.x * factor + 0.5), bottom = (int)floor(box.y * factor + 0.5);
    int right = (int)floor((box.x + (double)box.width) * factor + 0.5);
    int top = (int)floor((box.y + (double)box.height) * factor + 0.5);
    return (Box){left, bottom, right - left, top - bottom};
}

static void apply_viewport(void) {
    REAL(void, glViewport, (int, int, int, int));
    Box box = scaled(viewport);
    if (has_viewport) function(box.x, box.y, box.width, box.height);
}

static void apply_scissor(void) {
    REAL(void, glScissor, (int, int, int, int));
    Box box = scaled(scissor);
    if (has_scissor) function(box.x, box.y, box.width, box.height);
}

void glViewport(int x, int y, int width, int height) {
    viewport = (Box){x, y, width, height};
    has_viewport = 1;
    apply_viewport();
}

// Programs size their sprites by the window's height.
void glPointSize(float size) {
    REAL(void, glPointSize, (float));
    function((float)(size * scale()));
}

void glScissor(int x, int y, int width, int height) {
    scissor = (Box){x, y, width, height};
    has_scissor = 1;
    apply_scissor();
}

static void bound(unsigned target, unsigned framebuffer) {
    const unsigned read_framebuffer = 0x8CA8;
    if (target == read_framebuffer) return;
    drawn_into = (int)framebuffer;
    apply_viewport();
    apply_scissor();
}

void glBindFramebuffer(unsigned target, unsigned framebuffer) {
    REAL(void, glBindFramebuffer, (unsigned, unsigned));
    function(target, framebuffer);
    bound(target, framebuffer);
}

static void write_frame(void) {
    REAL(void, glReadPixels, (int, int, int, int, unsigned, unsigned, void *));
    static void (*get)(unsigned, int *), (*store)(unsigned, int);
    if (!get) get = (void (*)(unsigned, int *))real("glGetIntegerv");
    if (!store) store = (void (*)(unsigned, int))real("glPixelStorei");
    const unsigned pack_alignment = 0x0D05, rgb = 0x1907, unsigned_byte = 0x1401;
    int width = (int)floor(number("SMALL_GL_WIDTH") * scale() + 0.5);
    int height = (int)floor(number("SMALL_GL_HEIGHT") * scale() + 0.5);
    unsigned char *pixels = malloc((size_t)width * height * 3);
    char name[4096];
    const char *prefix = getenv("SMALL_GL_OUTPUT");
    snprintf(name, sizeof name, "%s%d.ppm", prefix ? prefix : "", frame);
    FILE *file = fopen(name, "wb");
    if (pixels && file) {
        int alignment;
        get(pack_alignment, &alignment);
        store(pack_alignment, 1);
        function(0, 0, width, height, rgb, unsigned_byte, pixels);
        store(pack_alignment, alignment);
        fprintf(file, "P6\n%d %d\n255\n", width, height);
        for (int y = height - 1; y >= 0; y--) fwrite(pixels + (size_t)y * width * 3, 3, width, file);
    }
    if (file) fclose(file);
    free(pixels);
}

void glXSwapBuffers(void *display, unsigned long drawable) {
    REAL(void, glXSwapBuffers, (void *, unsigned long));
    if (is_wanted() && drawn_into == 0) write_frame();
    function(display, drawable);
    frame++;
    apply_viewport();
    apply_scissor();
}

typedef void (*Function)(void);

static Function own(const char *name) {
    static const struct { const char *name; Function function; } functions[] = {
        {"glViewport", (Function)glViewport},
        {"glScissor", (Function)glScissor},
        {"glPointSize", (Function)glPointSize},
        {"glBindFramebuffer", (Function)glBindFramebuffer},
        {"glBindFramebufferEXT", (Function)glBindFramebuffer},
        {"glXSwapBuffers", (Function)glXSwapBuffers},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i].name, name) == 0) return functions[i].function;
    return NULL;
}

Function glXGetProcAddress(const char *name) {
    REAL(Function, glXGetProcAddress, (const char *));
    Function found = own(name);
    return found ? found : function(name);
}

Function glXGetProcAddressARB(const char *name) {
    return glXGetProcAddress(name);
}

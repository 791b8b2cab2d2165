// The only native code of Tenon: one thin function over llama.cpp's C API for each native method of
// dev.tenon.sampler.llama.LlamaNative.
//
// Division of labour. Java owns lifetimes, threads and bounds: by the time a call arrives here the handle is open, every index is
// inside its array and no two threads are in one context. This file only converts. It throws one thing, IllegalStateException for a
// null handle, which means a bug in the Java side; what llama.cpp refuses is reported by return value and named in Java.
//
// llama.cpp is C++ and may throw from a few functions when memory runs out; it catches that itself where a model or a context is
// made, which is where the big allocations are.

#include "dev_tenon_sampler_llama_LlamaNative.h"

#include "ggml-backend.h"
#include "llama.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_dev_tenon_sampler_llama_LlamaNative_##name

// One context, the batch that is filled for each decode, and the flag by which another thread ends a running decode.
struct tenon_context {
    struct llama_context *llama;
    struct llama_batch batch;
    // Those that compute, besides the one that calls; NULL where llama.cpp makes them for each batch.
    struct ggml_threadpool *threads;
    int32_t vocabulary_size;
    int32_t embedding_size;
    atomic_bool abort;
};

// ---- errors ------------------------------------------------------------------------------------------------------------------

// llama.cpp explains a failure only in its log: the last lines at level error are kept until Java takes them.
static pthread_mutex_t error_lock = PTHREAD_MUTEX_INITIALIZER;
static char error_text[2048];
static size_t error_length;

static void keep_errors(enum ggml_log_level level, const char *text, void *unused) {
    (void) unused;
    if (level != GGML_LOG_LEVEL_ERROR) {
        return;
    }
    size_t length = strlen(text);
    pthread_mutex_lock(&error_lock);
    if (length > sizeof error_text - error_length) {
        error_length = 0;
    }
    if (length <= sizeof error_text) {
        memcpy(error_text + error_length, text, length);
        error_length += length;
    }
    pthread_mutex_unlock(&error_lock);
}

static void throw_new(JNIEnv *env, const char *class_name, const char *message) {
    jclass type = (*env)->FindClass(env, class_name);
    if (type != NULL) {
        (*env)->ThrowNew(env, type, message);
    }
}

// True, with an exception pending, for a null handle.
static bool is_null(JNIEnv *env, jlong handle) {
    if (handle != 0) {
        return false;
    }
    throw_new(env, "java/lang/IllegalStateException", "null native handle");
    return true;
}

// ---- conversions -------------------------------------------------------------------------------------------------------------

static struct llama_model *model_of(jlong handle) {
    return (struct llama_model *) (intptr_t) handle;
}

static struct tenon_context *context_of(jlong handle) {
    return (struct tenon_context *) (intptr_t) handle;
}

static llama_memory_t memory_of(jlong handle) {
    return llama_get_memory(context_of(handle)->llama);
}

static jbyteArray to_bytes(JNIEnv *env, const char *text, size_t length) {
    jbyteArray result = (*env)->NewByteArray(env, (jsize) length);
    if (result != NULL) {
        (*env)->SetByteArrayRegion(env, result, 0, (jsize) length, (const jbyte *) text);
    }
    return result;
}

static jbyteArray to_bytes_or_null(JNIEnv *env, const char *text) {
    return text == NULL ? NULL : to_bytes(env, text, strlen(text));
}

// A zero-terminated copy on the heap, or NULL with an exception pending.
static char *from_bytes(JNIEnv *env, jbyteArray bytes) {
    jsize length = (*env)->GetArrayLength(env, bytes);
    char *text = malloc((size_t) length + 1);
    if (text == NULL) {
        throw_new(env, "java/lang/OutOfMemoryError", "native heap");
        return NULL;
    }
    (*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *) text);
    text[length] = 0;
    return text;
}

// Calls a function of the shape snprintf has, first for the length and then for the text.
typedef int32_t (*text_function)(const struct llama_model *model, int32_t index, char *buffer, size_t size);

static jbyteArray text_of(JNIEnv *env, text_function function, const struct llama_model *model, int32_t index) {
    char small[256];
    int32_t length = function(model, index, small, sizeof small);
    if (length < 0) {
        return NULL;
    }
    if ((size_t) length < sizeof small) {
        return to_bytes(env, small, (size_t) length);
    }
    char *large = malloc((size_t) length + 1);
    if (large == NULL) {
        throw_new(env, "java/lang/OutOfMemoryError", "native heap");
        return NULL;
    }
    function(model, index, large, (size_t) length + 1);
    jbyteArray result = to_bytes(env, large, (size_t) length);
    free(large);
    return result;
}

static int32_t description(const struct llama_model *model, int32_t unused, char *buffer, size_t size) {
    (void) unused;
    return llama_model_desc(model, buffer, size);
}

// ---- the process -------------------------------------------------------------------------------------------------------------

NATIVE(void, start)(JNIEnv *env, jclass type, jbyteArray folder) {
    (void) type;
    char *path = from_bytes(env, folder);
    if (path == NULL) {
        return;
    }
    llama_log_set(keep_errors, NULL);
    if (ggml_backend_reg_count() == 0) {
        ggml_backend_load_all_from_path(path);
        llama_backend_init();
    }
    free(path);
}

NATIVE(jbyteArray, takeErrors)(JNIEnv *env, jclass type) {
    (void) type;
    char copy[sizeof error_text];
    pthread_mutex_lock(&error_lock);
    size_t length = error_length;
    memcpy(copy, error_text, length);
    error_length = 0;
    pthread_mutex_unlock(&error_lock);
    return to_bytes(env, copy, length);
}

NATIVE(jbyteArray, version)(JNIEnv *env, jclass type) {
    (void) type;
    return to_bytes_or_null(env, llama_version());
}

NATIVE(jint, deviceCount)(JNIEnv *env, jclass type) {
    (void) env;
    (void) type;
    return (jint) ggml_backend_dev_count();
}

// ---- models ------------------------------------------------------------------------------------------------------------------

NATIVE(jlong, modelLoad)(JNIEnv *env, jclass type, jbyteArray path, jint gpu_layers, jboolean vocabulary_only) {
    (void) type;
    char *file = from_bytes(env, path);
    if (file == NULL) {
        return 0;
    }
    struct llama_model_params params = llama_model_default_params();
    params.n_gpu_layers = gpu_layers;
    params.load_mode = LLAMA_LOAD_MODE_MMAP;
    params.vocab_only = vocabulary_only;
    struct llama_model *model = llama_model_load_from_file(file, params);
    free(file);
    return (jlong) (intptr_t) model;
}

NATIVE(void, modelFree)(JNIEnv *env, jclass type, jlong model) {
    (void) env;
    (void) type;
    if (model != 0) {
        llama_model_free(model_of(model));
    }
}

NATIVE(void, modelNumbers)(JNIEnv *env, jclass type, jlong handle, jlongArray numbers) {
    (void) type;
    if (is_null(env, handle)) {
        return;
    }
    const struct llama_model *model = model_of(handle);
    jlong values[] = {
        llama_model_n_ctx_train(model),
        llama_model_n_embd(model),
        llama_model_n_layer(model),
        (jlong) llama_model_n_params(model),
        (jlong) llama_model_size(model),
        llama_model_has_decoder(model) && !llama_model_has_encoder(model),
        llama_model_is_recurrent(model) || llama_model_is_hybrid(model),
    };
    (*env)->SetLongArrayRegion(env, numbers, 0, sizeof values / sizeof values[0], values);
}

NATIVE(jbyteArray, modelDescription)(JNIEnv *env, jclass type, jlong model) {
    (void) type;
    return is_null(env, model) ? NULL : text_of(env, description, model_of(model), 0);
}

NATIVE(jbyteArray, modelChatTemplate)(JNIEnv *env, jclass type, jlong model) {
    (void) type;
    return is_null(env, model) ? NULL : to_bytes_or_null(env, llama_model_chat_template(model_of(model), NULL));
}

NATIVE(jint, modelMetadataCount)(JNIEnv *env, jclass type, jlong model) {
    (void) type;
    return is_null(env, model) ? 0 : llama_model_meta_count(model_of(model));
}

NATIVE(jbyteArray, modelMetadataKey)(JNIEnv *env, jclass type, jlong model, jint index) {
    (void) type;
    return is_null(env, model) ? NULL : text_of(env, llama_model_meta_key_by_index, model_of(model), index);
}

NATIVE(jbyteArray, modelMetadataValue)(JNIEnv *env, jclass type, jlong model, jint index) {
    (void) type;
    return is_null(env, model) ? NULL : text_of(env, llama_model_meta_val_str_by_index, model_of(model), index);
}

// ---- vocabularies ------------------------------------------------------------------------------------------------------------

NATIVE(void, vocabularyNumbers)(JNIEnv *env, jclass type, jlong model, jintArray numbers) {
    (void) type;
    if (is_null(env, model)) {
        return;
    }
    const struct llama_vocab *vocab = llama_model_get_vocab(model_of(model));
    jint values[] = {
        llama_vocab_n_tokens(vocab),
        (jint) llama_vocab_type(vocab),
        llama_vocab_bos(vocab),
        llama_vocab_eos(vocab),
        llama_vocab_eot(vocab),
        llama_vocab_sep(vocab),
        llama_vocab_nl(vocab),
        llama_vocab_pad(vocab),
        llama_vocab_get_add_bos(vocab),
    };
    (*env)->SetIntArrayRegion(env, numbers, 0, sizeof values / sizeof values[0], values);
}

NATIVE(void, vocabularyKinds)(JNIEnv *env, jclass type, jlong model, jintArray attributes, jbooleanArray ends) {
    (void) type;
    if (is_null(env, model)) {
        return;
    }
    const struct llama_vocab *vocab = llama_model_get_vocab(model_of(model));
    jsize count = (*env)->GetArrayLength(env, attributes);
    for (jsize token = 0; token < count; token++) {
        jint attribute = (jint) llama_vocab_get_attr(vocab, token);
        jboolean end = llama_vocab_is_eog(vocab, token);
        (*env)->SetIntArrayRegion(env, attributes, token, 1, &attribute);
        (*env)->SetBooleanArrayRegion(env, ends, token, 1, &end);
    }
}

// The bytes of all tokens one after another; token t's are [offsets[t], offsets[t + 1]).
NATIVE(jbyteArray, vocabularyPieces)(JNIEnv *env, jclass type, jlong model, jintArray offsets) {
    (void) type;
    if (is_null(env, model)) {
        return NULL;
    }
    const struct llama_vocab *vocab = llama_model_get_vocab(model_of(model));
    jsize count = (*env)->GetArrayLength(env, offsets) - 1;
    size_t capacity = 1 << 20;
    size_t length = 0;
    char *bytes = malloc(capacity);
    for (jsize token = 0; bytes != NULL && token <= count; token++) {
        jint offset = (jint) length;
        (*env)->SetIntArrayRegion(env, offsets, token, 1, &offset);
        if (token == count) {
            break;
        }
        int32_t written = llama_token_to_piece(vocab, token, bytes + length, (int32_t) (capacity - length), 0, true);
        while (written < 0 && bytes != NULL) {
            capacity = 2 * capacity + (size_t) -written;
            char *larger = capacity > INT32_MAX ? NULL : realloc(bytes, capacity);
            if (larger == NULL) {
                free(bytes);
            }
            bytes = larger;
            if (bytes != NULL) {
                written = llama_token_to_piece(vocab, token, bytes + length, (int32_t) (capacity - length), 0, true);
            }
        }
        length += written > 0 ? (size_t) written : 0;
    }
    if (bytes == NULL) {
        throw_new(env, "java/lang/OutOfMemoryError", "native heap");
        return NULL;
    }
    jbyteArray result = to_bytes(env, bytes, length);
    free(bytes);
    return result;
}

NATIVE(jintArray, tokenize)
(JNIEnv *env, jclass type, jlong model, jbyteArray text, jboolean add_special, jboolean parse_special) {
    (void) type;
    if (is_null(env, model)) {
        return NULL;
    }
    const struct llama_vocab *vocab = llama_model_get_vocab(model_of(model));
    jsize length = (*env)->GetArrayLength(env, text);
    char *bytes = from_bytes(env, text);
    if (bytes == NULL) {
        return NULL;
    }
    // A tokenizer that puts a space in front may give one token more than there are bytes.
    int32_t capacity = length + 2;
    jint *tokens = malloc((size_t) capacity * sizeof *tokens);
    int32_t count =
        tokens == NULL ? 0 : llama_tokenize(vocab, bytes, length, tokens, capacity, add_special, parse_special);
    if (count < 0 && count != INT32_MIN) {
        capacity = -count;
        jint *larger = realloc(tokens, (size_t) capacity * sizeof *tokens);
        if (larger == NULL) {
            free(tokens);
        }
        tokens = larger;
        count = tokens == NULL ? 0 : llama_tokenize(vocab, bytes, length, tokens, capacity, add_special, parse_special);
    }
    free(bytes);
    if (tokens == NULL || count < 0) {
        free(tokens);
        throw_new(env, "java/lang/OutOfMemoryError", "native heap");
        return NULL;
    }
    jintArray result = (*env)->NewIntArray(env, count);
    if (result != NULL) {
        (*env)->SetIntArrayRegion(env, result, 0, count, tokens);
    }
    free(tokens);
    return result;
}

// ---- contexts ----------------------------------------------------------------------------------------------------------------

static bool should_abort(void *context) {
    return atomic_load_explicit(&((struct tenon_context *) context)->abort, memory_order_relaxed);
}

// How a sequence's embedding is made of its tokens': as the file says, or the mean where it says nothing.
static enum llama_pooling_type pooling_of(const struct llama_model *model) {
    char architecture[128];
    char key[160];
    char value[16];
    if (llama_model_meta_val_str(model, "general.architecture", architecture, sizeof architecture) < 0) {
        return LLAMA_POOLING_TYPE_MEAN;
    }
    snprintf(key, sizeof key, "%s.pooling_type", architecture);
    bool is_told = llama_model_meta_val_str(model, key, value, sizeof value) > 0 && strcmp(value, "0") != 0;
    return is_told ? LLAMA_POOLING_TYPE_UNSPECIFIED : LLAMA_POOLING_TYPE_MEAN;
}

// A function of the library that computes on the processor. It is found by name: which library that is turns out when they are
// loaded. NULL where it has none.
static void *processor_function(const char *name) {
    ggml_backend_dev_t device = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
    ggml_backend_reg_t library = device == NULL ? NULL : ggml_backend_dev_backend_reg(device);
    return library == NULL ? NULL : ggml_backend_reg_get_proc_address(library, name);
}

// How long a thread looks for the next batch before it sleeps, in llama.cpp's units: some milliseconds, which is longer than one
// text takes to bring its next token, and short enough not to keep a processor busy that has nothing to do.
#define SPIN 1

// Threads that live as long as the context: without them llama.cpp makes and joins its threads anew for each batch.
static void attach_threads(struct tenon_context *context, int32_t count) {
    typedef struct ggml_threadpool *(*new_function)(struct ggml_threadpool_params *);
    new_function make = (new_function) processor_function("ggml_threadpool_new");
    if (make == NULL || processor_function("ggml_threadpool_free") == NULL) {
        return;
    }
    struct ggml_threadpool_params params = ggml_threadpool_params_default(count);
    params.poll = SPIN;
    context->threads = make(&params);
    if (context->threads != NULL) {
        llama_attach_threadpool(context->llama, context->threads, context->threads);
    }
}

// After the context: it uses them.
static void free_threads(struct ggml_threadpool *threads) {
    typedef void (*free_function)(struct ggml_threadpool *);
    free_function end = (free_function) processor_function("ggml_threadpool_free");
    if (threads != NULL && end != NULL) {
        end(threads);
    }
}

NATIVE(jlong, contextNew)
(JNIEnv *env,
 jclass type,
 jlong model,
 jint cells,
 jint batch_size,
 jint max_sequences,
 jint max_outputs,
 jint threads,
 jboolean embeddings) {
    (void) type;
    if (is_null(env, model)) {
        return 0;
    }
    struct tenon_context *context = calloc(1, sizeof *context);
    if (context == NULL) {
        return 0;
    }
    struct llama_context_params params = llama_context_default_params();
    params.n_ctx = (uint32_t) cells;
    params.n_batch = (uint32_t) batch_size;
    params.n_ubatch = (uint32_t) batch_size;
    params.n_seq_max = (uint32_t) max_sequences;
    // Without a bound, room for the logits of a whole batch is reserved: half a gigabyte for a large vocabulary.
    params.n_outputs_max = (uint32_t) max_outputs;
    params.n_outputs_max_per_seq = (uint32_t) max_outputs;
    params.n_threads = threads;
    params.n_threads_batch = threads;
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_AUTO;
    params.embeddings = embeddings;
    params.pooling_type = embeddings ? pooling_of(model_of(model)) : LLAMA_POOLING_TYPE_UNSPECIFIED;
    // Cells for each sequence: with one pool for all, every token would look at the cells of all others, too. Embeddings are
    // computed at once and forgotten, and their sequences may be as long as the pool.
    params.kv_unified = embeddings;
    // With a sliding window, keep what has left the window: truncation must be exact.
    params.swa_full = true;
    params.no_perf = true;
    params.abort_callback = should_abort;
    params.abort_callback_data = context;
    context->llama = llama_init_from_model(model_of(model), params);
    if (context->llama == NULL) {
        free(context);
        return 0;
    }
    attach_threads(context, threads);
    context->batch = llama_batch_init(batch_size, 0, 1);
    context->vocabulary_size = llama_vocab_n_tokens(llama_model_get_vocab(model_of(model)));
    context->embedding_size = llama_model_n_embd_out(model_of(model));
    return (jlong) (intptr_t) context;
}

NATIVE(void, contextFree)(JNIEnv *env, jclass type, jlong handle) {
    (void) env;
    (void) type;
    if (handle == 0) {
        return;
    }
    struct tenon_context *context = context_of(handle);
    llama_batch_free(context->batch);
    llama_free(context->llama);
    free_threads(context->threads);
    free(context);
}

NATIVE(void, contextNumbers)(JNIEnv *env, jclass type, jlong handle, jintArray numbers) {
    (void) type;
    if (is_null(env, handle)) {
        return;
    }
    const struct llama_context *context = context_of(handle)->llama;
    jint values[] = {(jint) llama_n_ctx(context), (jint) llama_n_batch(context)};
    (*env)->SetIntArrayRegion(env, numbers, 0, sizeof values / sizeof values[0], values);
}

NATIVE(jint, decode)
(JNIEnv *env,
 jclass type,
 jlong handle,
 jintArray tokens,
 jint offset,
 jint count,
 jintArray positions,
 jintArray sequences,
 jbyteArray outputs) {
    (void) type;
    if (is_null(env, handle)) {
        return -1;
    }
    struct tenon_context *context = context_of(handle);
    struct llama_batch *batch = &context->batch;
    (*env)->GetIntArrayRegion(env, tokens, offset, count, batch->token);
    (*env)->GetIntArrayRegion(env, positions, 0, count, batch->pos);
    (*env)->GetByteArrayRegion(env, outputs, 0, count, batch->logits);
    for (jint i = 0; i < count; i++) {
        batch->n_seq_id[i] = 1;
        (*env)->GetIntArrayRegion(env, sequences, i, 1, batch->seq_id[i]);
    }
    if ((*env)->ExceptionCheck(env)) {
        return -1;
    }
    batch->n_tokens = count;
    return llama_decode(context->llama, *batch);
}

NATIVE(void, setAbort)(JNIEnv *env, jclass type, jlong handle, jboolean abort) {
    (void) type;
    if (!is_null(env, handle)) {
        atomic_store_explicit(&context_of(handle)->abort, abort, memory_order_relaxed);
    }
}

// llama.cpp's own memory, not a copy: it is overwritten by the next decode and freed with the context.
NATIVE(jobject, logits)(JNIEnv *env, jclass type, jlong handle, jint index) {
    (void) type;
    if (is_null(env, handle)) {
        return NULL;
    }
    struct tenon_context *context = context_of(handle);
    float *row = llama_get_logits_ith(context->llama, index);
    if (row == NULL) {
        return NULL;
    }
    return (*env)->NewDirectByteBuffer(env, row, (jlong) context->vocabulary_size * (jlong) sizeof *row);
}

NATIVE(jfloatArray, sequenceEmbedding)(JNIEnv *env, jclass type, jlong handle, jint sequence) {
    (void) type;
    if (is_null(env, handle)) {
        return NULL;
    }
    struct tenon_context *context = context_of(handle);
    float *row = llama_get_embeddings_seq(context->llama, sequence);
    jfloatArray result = row == NULL ? NULL : (*env)->NewFloatArray(env, context->embedding_size);
    if (result != NULL) {
        (*env)->SetFloatArrayRegion(env, result, 0, context->embedding_size, row);
    }
    return result;
}

// ---- the memory of a context -------------------------------------------------------------------------------------------------

NATIVE(jboolean, sequenceRemove)(JNIEnv *env, jclass type, jlong context, jint sequence, jint from, jint to) {
    (void) type;
    return !is_null(env, context) && llama_memory_seq_rm(memory_of(context), sequence, from, to);
}

// Bytes of a sequence that are saved to be copied.
#define MOST_SAVED ((size_t) 256 << 20)

// Between sequences with cells of their own llama.cpp copies all cells, used or not. Saving and restoring moves those that are
// used, by way of memory for a copy of them; where that is much, or not there, all are copied after all.
NATIVE(void, sequenceCopy)(JNIEnv *env, jclass type, jlong context, jint source, jint target) {
    (void) type;
    if (is_null(env, context)) {
        return;
    }
    struct llama_context *llama = context_of(context)->llama;
    size_t size = llama_state_seq_get_size(llama, source);
    uint8_t *state = size <= MOST_SAVED ? malloc(size) : NULL;
    bool copied = state != NULL && llama_state_seq_get_data(llama, state, size, source) == size
                  && llama_state_seq_set_data(llama, state, size, target) != 0;
    free(state);
    if (!copied) {
        llama_memory_seq_cp(memory_of(context), source, target, -1, -1);
    }
}

NATIVE(jint, sequenceLastPosition)(JNIEnv *env, jclass type, jlong context, jint sequence) {
    (void) type;
    return is_null(env, context) ? -1 : llama_memory_seq_pos_max(memory_of(context), sequence);
}

NATIVE(void, clear)(JNIEnv *env, jclass type, jlong context) {
    (void) type;
    if (!is_null(env, context)) {
        llama_memory_clear(memory_of(context), false);
    }
}

NATIVE(jlong, stateBytes)(JNIEnv *env, jclass type, jlong context) {
    (void) type;
    return is_null(env, context) ? 0 : (jlong) llama_state_get_size(context_of(context)->llama);
}

NATIVE(jlong, sequenceStateBytes)(JNIEnv *env, jclass type, jlong context, jint sequence) {
    (void) type;
    return is_null(env, context) ? 0 : (jlong) llama_state_seq_get_size(context_of(context)->llama, sequence);
}

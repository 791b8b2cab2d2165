"""The tokenizer of a GGUF file in llama.cpp, by the library that Tenon uses: two pointers that llguidance knows what to do with.

llguidance wants a tokenizer of its own, because where a text is forced it allows its canonical tokens alone; so this has to be
the one that the exported token ids come from.
"""

import ctypes
import glob
import os


class ModelParameters(ctypes.Structure):
    """`llama_model_params`, of the release that Tenon has pinned; passed by value."""

    _fields_ = [
        ("devices", ctypes.c_void_p),
        ("tensor_buft_overrides", ctypes.c_void_p),
        ("n_gpu_layers", ctypes.c_int32),
        ("split_mode", ctypes.c_int),
        ("load_mode", ctypes.c_int),
        ("lazy_mode", ctypes.c_int),
        ("main_gpu", ctypes.c_int32),
        ("tensor_split", ctypes.c_void_p),
        ("progress_callback", ctypes.c_void_p),
        ("progress_callback_user_data", ctypes.c_void_p),
        ("kv_overrides", ctypes.c_void_p),
        ("vocab_only", ctypes.c_bool),
        ("check_tensors", ctypes.c_bool),
        ("use_extra_bufts", ctypes.c_bool),
        ("no_host", ctypes.c_bool),
        ("no_alloc", ctypes.c_bool),
        ("load_mtp", ctypes.c_bool),
    ]


LogCallback = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
SILENT = LogCallback(lambda level, text, data: None)


def library():
    """The file of llama.cpp among Tenon's parts."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    home = os.environ.get("TENON_HOME") or os.path.join(cache, "tenon")
    found = glob.glob(os.path.join(home, "parts", "llama-libraries-*", "package", "bins", "*", "libllama.*"))
    if not found:
        raise FileNotFoundError(f"no llama.cpp in {home}; ./tenon doctor says how to get it")
    return max(found, key=os.path.getmtime)


class LlamaTokenizer:
    """The vocabulary of a file, for as long as the process lives."""

    def __init__(self, gguf, size):
        llama = ctypes.CDLL(library())
        llama.llama_log_set.argtypes = [LogCallback, ctypes.c_void_p]
        llama.llama_log_set(SILENT, None)
        llama.llama_model_default_params.restype = ModelParameters
        llama.llama_model_load_from_file.argtypes = [ctypes.c_char_p, ModelParameters]
        llama.llama_model_load_from_file.restype = ctypes.c_void_p
        llama.llama_model_get_vocab.argtypes = [ctypes.c_void_p]
        llama.llama_model_get_vocab.restype = ctypes.c_void_p
        llama.llama_vocab_n_tokens.argtypes = [ctypes.c_void_p]
        parameters = llama.llama_model_default_params()
        parameters.vocab_only = True
        parameters.n_gpu_layers = 0
        model = llama.llama_model_load_from_file(gguf.encode(), parameters)
        self.vocabulary = model and llama.llama_model_get_vocab(model)
        if not self.vocabulary or llama.llama_vocab_n_tokens(self.vocabulary) != size:
            raise ValueError(f"{gguf}: not the vocabulary that was exported")
        self.tokenize = ctypes.cast(llama.llama_tokenize, ctypes.c_void_p).value

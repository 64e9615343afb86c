"""Static files under hashed names, ES-module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Django leaves module imports unhashed unless asked; an old module would outlive an update."""

    support_js_module_import_aggregation = True
    # Of our own modules: the examples in comments of a package's scripts name files that nobody has.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

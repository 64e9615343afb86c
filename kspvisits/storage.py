"""Static files under hashed names, ES-module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Django leaves module imports unhashed unless asked; an old module would outlive an update."""

    support_js_module_import_aggregation = True

/* The desk's service worker: it opens the evacuation list where the server does not. */
import { serve } from "{% static 'js/desk-sw.js' %}";

serve({ cache: "desk-evacuation", files: "{% get_static_prefix %}" });

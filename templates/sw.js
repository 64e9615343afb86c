/* The kiosk's service worker. Its version changes with any file of the app, and with it these bytes. */
import { serve } from "{% static 'js/sw/main.js' %}";

serve({ version: "{{ version }}", files: "{{ static }}" });

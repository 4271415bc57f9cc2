"""Write mini-apps for Majlis: an App, its screens and actions, ui components and the app's own documents."""

"""The pages every municipality must have: imprint, data protection, accessibility, and the way to report a barrier."""

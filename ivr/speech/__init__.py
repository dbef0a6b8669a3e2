"""From words to sound, without making any: what is to be rendered, how it is spelt, what is joined."""

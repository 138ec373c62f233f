// Everything the pages do better with JavaScript; without it they work all the same. One module for each concern.

"""What `guichet demo` has besides a house: persons in the path, a clock to move, troubles to switch on, a past, a tour.

Only the command line may import this: nothing of it exists outside the demo.
"""

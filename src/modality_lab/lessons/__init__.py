"""What single lessons need: folders to practise in, and the exercise of adding a modality."""

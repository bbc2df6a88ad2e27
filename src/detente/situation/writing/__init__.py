"""What helps somebody who writes a situation file: what can stand here, how is a mistake mended, how are what-ifs kept?

Open `completing` first. Everything here works on the text alone and changes nothing by itself.
"""

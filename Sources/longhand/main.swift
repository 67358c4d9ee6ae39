import Commands

LonghandProgram.main()

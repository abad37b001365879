using Oversight.Walkthrough;

return await Walk.MainAsync(args, Console.Out, Console.Error);

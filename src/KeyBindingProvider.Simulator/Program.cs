using KeyBindingProvider.Simulator.CommandLine;

return await SimulatorCommand.Create(Console.Out, Console.Error).Parse(args).InvokeAsync();

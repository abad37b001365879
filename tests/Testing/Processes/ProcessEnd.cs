namespace Oversight.Testing;

/// <summary>What this test process does last: last registered, first done.</summary>
internal static class ProcessEnd
{
    private static readonly Stack<Action> Actions = new();

    static ProcessEnd() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Run();

    public static void Do(Action action)
    {
        lock (Actions)
        {
            Actions.Push(action);
        }
    }

    private static void Run()
    {
        lock (Actions)
        {
            while (Actions.TryPop(out var action))
            {
                try
                {
                    action();
                }
                catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
                {
                    // One child that is gone already must not save the others.
                }
            }
        }
    }
}

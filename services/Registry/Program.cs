using Oversight.Registry;
using Oversight.Web;

var host = ServiceHost.Create(args);
host.AddRegistry();
var app = host.Build();
app.MapRegistry();
return await host.RunAsync(app);
